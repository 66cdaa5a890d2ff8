using SsnGen.Generator.Tests.Harness;
using VerifyXunit;
using static VerifyXunit.Verifier;

namespace SsnGen.Generator.Tests.Snapshots;

/// <summary>Snapshots of emitted code. Read each changed line: this is what users step through.</summary>
public class EmittedCodeTests
{
    // What references to the packages bring, as far as the generator looks.
    private const string OnnxMarker = "namespace SsnGen.Onnx { public static class OnnxExport { public static void Write(object target, object layers, object weights, int? batch) { } } }";
    private const string GpuMarker = "namespace SsnGen.Gpu { public abstract class GpuSsnKernel<T>; }";

    private static readonly IReadOnlyDictionary<string, string> Residual = Compile.Emitted(TestModels.OnBoth(TestModels.Residual), TestModels.ResidualSelection, TestModels.TorchMarker, OnnxMarker, GpuMarker);
    private static readonly IReadOnlyDictionary<string, string> SingleLayer = Compile.Emitted(TestModels.SingleLayer);

    private static readonly IReadOnlyDictionary<string, string> SingleLayerOnGpu = Compile.Emitted(TestModels.OnBoth(TestModels.SingleLayer), GpuMarker);
    private static readonly IReadOnlyDictionary<string, string> SingleLayerForHalves = Compile.Emitted(TestModels.OnBoth(TestModels.SingleLayer, ", HalfStorage = true"), GpuMarker);

    [Fact]
    public Task Layers() => Verify(Residual["Models.ResidualNet.g.cs"], "cs");

    [Fact]
    public Task Inference() => Verify(Residual["Models.ResidualNet.Inference.g.cs"], "cs");

    [Fact]
    public Task Kernels() => Verify(SingleLayer["Models.NormOnly.Kernels.g.cs"], "cs");

    [Fact]
    public Task Module() => Verify(Residual["Models.ResidualNet.Module.g.cs"], "cs");

    [Fact]
    public Task Onnx() => Verify(Residual["Models.ResidualNet.Onnx.g.cs"], "cs");

    [Fact]
    public Task GpuKernels() => Verify(SingleLayerOnGpu["Models.NormOnly.GpuKernels.g.cs"], "cs");

    [Fact]
    public Task GpuHalfKernels() => Verify(SingleLayerForHalves["Models.NormOnly.GpuHalfKernels.g.cs"], "cs");

    [Fact]
    public void One_text_serves_floats_and_halves_where_both_are_asked_for()
    {
        const string Generic = "<T, TVector, TStorage>";
        const string Constraints = "\n            where T : unmanaged\n            where TVector : unmanaged\n            where TStorage : onGpu::IGpuStorage<T, TVector>\n";
        var text = SingleLayerForHalves["Models.NormOnly.GpuKernels.g.cs"];
        Assert.Contains(Constraints, text, StringComparison.Ordinal);
        Assert.Equal(
            SingleLayerOnGpu["Models.NormOnly.GpuKernels.g.cs"].Split('\n'),
            text.Replace(Constraints, "\n", StringComparison.Ordinal)
                .Replace("internal sealed class", "private sealed class", StringComparison.Ordinal)
                .Replace(Generic, "", StringComparison.Ordinal)
                .Replace("<float, onGpu::Float4, onGpu::GpuFloats>", "", StringComparison.Ordinal)
                .Replace("<T>", "<float>", StringComparison.Ordinal)
                .Replace("TVector", "onGpu::Float4", StringComparison.Ordinal)
                .Replace("TStorage.", "onGpu::GpuFloats.", StringComparison.Ordinal)
                .Split('\n').Where(static l => !l.Contains("<typeparam", StringComparison.Ordinal)));
    }

    [Fact]
    public Task GpuNetwork() => Verify(Residual["Models.ResidualNet.GpuNetwork.g.cs"], "cs");

    [Fact]
    public void What_packages_add_is_emitted_only_where_the_project_references_them()
    {
        Assert.DoesNotContain("Models.NormOnly.Module.g.cs", SingleLayer.Keys);
        Assert.DoesNotContain("Models.NormOnly.Onnx.g.cs", SingleLayer.Keys);
        Assert.DoesNotContain("Models.NormOnly.GpuNetwork.g.cs", SingleLayer.Keys);
    }

    [Fact]
    public void What_a_backend_adds_is_emitted_only_where_it_is_asked_for()
    {
        Assert.DoesNotContain(Compile.Emitted(TestModels.SingleLayer, GpuMarker).Keys, static k => k.Contains("Gpu", StringComparison.Ordinal));
        var alone = Compile.Emitted(TestModels.OnBoth(TestModels.SingleLayer).Replace("Backend.Both", "Backend.Gpu", StringComparison.Ordinal), TestModels.TorchMarker, GpuMarker).Keys;
        Assert.Contains("Models.NormOnly.GpuKernels.g.cs", alone);
        Assert.Contains("Models.NormOnly.Kernels.g.cs", alone);
        Assert.DoesNotContain("Models.NormOnly.GpuHalfKernels.g.cs", alone);
        Assert.DoesNotContain("Models.NormOnly.Inference.g.cs", alone);
        Assert.DoesNotContain("Models.NormOnly.Module.g.cs", alone);
    }

    [Fact]
    public Task Block() => Verify(Residual["Models.BasicBlock.g.cs"], "cs");
}
