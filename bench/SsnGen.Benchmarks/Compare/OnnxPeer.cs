using Microsoft.ML.OnnxRuntime;
using SsnGen.Onnx;

namespace SsnGen.Benchmarks.Compare;

/// <summary>A network exported to ONNX, in ONNX Runtime with all its optimizations and tensors allocated beforehand.</summary>
internal sealed class OnnxPeer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtValue _input;
    private readonly OrtValue _output;
    private readonly RunOptions _run = new();

    private OnnxPeer(byte[] model, NetworkUnderTest network, int threads, bool spins)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", spins ? "1" : "0");
        _session = new InferenceSession(model, options);
        var input = network.Layers[0].Input;
        _input = OrtValue.CreateTensorValueFromMemory(network.Input, [network.Batch, input.Channels, .. input.Sides.Select(static s => (long)s)]);
        var output = network.Graph.Outputs[0].Layer.Output;
        _output = OrtValue.CreateTensorValueFromMemory(
            new float[network.Batch * output.Length], output.SlabSize == 1 ? [network.Batch, output.Channels] : [network.Batch, output.Channels, .. output.Sides.Select(static s => (long)s)]);
    }

    /// <summary>The faster of its two ways for threads to wait.</summary>
    public static OnnxPeer Create(NetworkUnderTest network, int threads, int rounds)
    {
        using var stream = new MemoryStream();
        OnnxExport.Write(stream, network.Graph, network.Weights, network.Batch);
        var model = stream.ToArray();
        var spinning = new OnnxPeer(model, network, threads, spins: true);
        if (threads == 1)
        {
            return spinning;
        }

        var sleeping = new OnnxPeer(model, network, threads, spins: false);
        var medians = Interleaved.SettledMedians(rounds, spinning.Run, sleeping.Run);
        var (faster, slower) = medians[0] < medians[1] ? (spinning, sleeping) : (sleeping, spinning);
        slower.Dispose();
        return faster;
    }

    public void Run() => _session.Run(_run, [_session.InputNames[0]], [_input], [_session.OutputNames[0]], [_output]);

    public void Dispose()
    {
        _session.Dispose();
        _input.Dispose();
        _output.Dispose();
        _run.Dispose();
    }
}
