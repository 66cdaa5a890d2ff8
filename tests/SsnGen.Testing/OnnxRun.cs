using Microsoft.ML.OnnxRuntime;

namespace SsnGen.Testing;

/// <summary>Runs ONNX models in ONNX Runtime, the independent oracle for whole networks.</summary>
public static class OnnxRun
{
    /// <summary>Runs a model on one thread.</summary>
    /// <param name="model">The model, as its file holds it.</param>
    /// <param name="input">The batch of inputs.</param>
    /// <param name="shape">The shape of the input, [N, C, H, W].</param>
    /// <returns>The values of its first output.</returns>
    public static float[] Run(byte[] model, float[] input, params long[] shape)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using var results = session.Run(run, [session.InputNames[0]], [value], [session.OutputNames[0]]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
