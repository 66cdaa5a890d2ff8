using Microsoft.ML.OnnxRuntime;
using SsnGen;
using SsnGen.Networks;
using SsnGen.Onnx;

namespace Samples.Showing;

/// <summary>The same network in ONNX Runtime, from what is exported, for one sample at a time.</summary>
public sealed class OnnxPeer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly long[] _shape;

    /// <summary>Exports a network, and loads it.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="threads">How many threads it runs on.</param>
    /// <param name="trained">The layers of the network as it is trained; null where its own are all.</param>
    public OnnxPeer(NetworkGraph graph, NetworkWeights weights, int threads, IReadOnlyList<Layer>? trained = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using var model = new MemoryStream();
        OnnxExport.Write(model, graph, weights, batch: 1, trained: trained);
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        _session = new InferenceSession(model.ToArray(), options);
        var shape = graph.Inputs[0].Shape;
        _shape = [1, shape.Channels, .. shape.Sides.Select(static s => (long)s)];
    }

    /// <summary>Runs one sample.</summary>
    /// <param name="input">The sample.</param>
    /// <returns>Its outputs.</returns>
    public float[][] Run(float[] input)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(input, _shape);
        using var results = _session.Run(_options, _session.InputNames, [value], _session.OutputNames);
        return [.. results.Select(static r => r.GetTensorDataAsSpan<float>().ToArray())];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
