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
    public static float[] Run(byte[] model, float[] input, params long[] shape) => RunAll(model, (input, shape))[0];

    /// <summary>Runs a model on one thread.</summary>
    /// <param name="model">The model, as its file holds it.</param>
    /// <param name="inputs">The batch of each input, with its shape.</param>
    /// <returns>The values of each output.</returns>
    public static float[][] RunAll(byte[] model, params (float[] Values, long[] Shape)[] inputs)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        var values = Array.ConvertAll(inputs, static i => OrtValue.CreateTensorValueFromMemory(i.Values, i.Shape));
        try
        {
            using var run = new RunOptions();
            using var results = session.Run(run, session.InputNames, values, session.OutputNames);
            return [.. results.Select(static r => r.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            Array.ForEach(values, static v => v.Dispose());
        }
    }

    /// <summary>
    /// How much its own rounding shows in each output: the largest difference from what it computes for inputs that are larger by a millionth.
    /// Moments of nearly constant values amplify rounding without bound, and what two programs round differently with it.
    /// </summary>
    /// <param name="model">The model, as its file holds it.</param>
    /// <param name="outputs">What it computes for the inputs.</param>
    /// <param name="inputs">The batch of each input, with its shape.</param>
    /// <returns>The difference for each output.</returns>
    public static double[] Rounding(byte[] model, float[][] outputs, params (float[] Values, long[] Shape)[] inputs)
    {
        var others = RunAll(model, Array.ConvertAll(inputs, static i => (Array.ConvertAll(i.Values, static v => v * (1 + 1e-6f)), i.Shape)));
        return [.. outputs.Zip(others, static (y, other) => y.Zip(other, static (a, b) => (double)Math.Abs(a - b)).Max())];
    }
}
