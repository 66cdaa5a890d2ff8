using BenchmarkDotNet.Attributes;
using SsnGen.Benchmarks.Compare;
using SsnGen.Benchmarks.Models;
using SsnGen.Threading;

namespace SsnGen.Benchmarks;

/// <summary>Single training kernels on one thread: SSN of instance, layer and batch with ReLU.</summary>
public class NormKernels
{
    private NormSuite.OurNorm _norm = null!;

    /// <summary>The tensor, N×C×H×W.</summary>
    [Params("32x64x56x56", "8x2048x7x7", "128x16x32x32")]
    public string Tensor { get; set; } = "";

    /// <summary>Fills the tensors, and the moments that the backward pass reads.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _norm = Tensor switch
        {
            "32x64x56x56" => new NormSuite.OurNorm(Norm64x56.Kernels.Norm, 32, InlineTeam.Instance),
            "8x2048x7x7" => new NormSuite.OurNorm(Norm2048x7.Kernels.Norm, 8, InlineTeam.Instance),
            _ => new NormSuite.OurNorm(Norm16x32.Kernels.Norm, 128, InlineTeam.Instance),
        };
        _norm.Forward();
    }

    /// <summary>Frees the tensors.</summary>
    [GlobalCleanup]
    public void Cleanup() => _norm.Dispose();

    /// <summary>The forward pass.</summary>
    [Benchmark]
    public void Forward() => _norm.Forward();

    /// <summary>The backward pass.</summary>
    [Benchmark]
    public void Backward() => _norm.Backward();
}
