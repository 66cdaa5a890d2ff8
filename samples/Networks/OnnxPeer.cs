using Microsoft.ML.OnnxRuntime;
using SsnGen;
using SsnGen.Networks;
using SsnGen.Onnx;

namespace Networks;

/// <summary>The same network in ONNX Runtime, from what is exported.</summary>
internal sealed class OnnxPeer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtValue _input;
    private readonly RunOptions _options = new();

    public OnnxPeer(NetworkGraph graph, NetworkWeights weights, float[] input, int threads)
    {
        using var model = new MemoryStream();
        OnnxExport.Write(model, graph, weights, batch: 1);
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        _session = new InferenceSession(model.ToArray(), options);
        var shape = graph.Inputs[0].Shape;
        _input = OrtValue.CreateTensorValueFromMemory(input, [1, shape.Channels, .. shape.Sides.Select(static s => (long)s)]);
    }

    /// <summary>Runs the sample that it was made with.</summary>
    public float[][] Run()
    {
        using var results = _session.Run(_options, _session.InputNames, [_input], _session.OutputNames);
        return [.. results.Select(static r => r.GetTensorDataAsSpan<float>().ToArray())];
    }

    public void Dispose()
    {
        _input.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
