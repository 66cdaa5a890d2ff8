using BenchmarkDotNet.Attributes;
using SsnGen.Benchmarks.Compare;
using SsnGen.Threading;

namespace SsnGen.Benchmarks;

/// <summary>Collapsed networks on one thread, one image.</summary>
public class Networks
{
    private NetworkUnderTest _network = null!;

    /// <summary>The network.</summary>
    [Params("ResNet-50 batch", "ResNet-50 mixed", "ResNet-20 batch", "ResNet-20 mixed")]
    public string Network { get; set; } = "";

    /// <summary>Makes the network, with random weights.</summary>
    [GlobalSetup]
    public void Setup() => _network = NetworkUnderTest.Create(Network, batch: 1);

    /// <summary>One image from input to output.</summary>
    [Benchmark]
    public void Run() => _network.Run(InlineTeam.Instance);
}
