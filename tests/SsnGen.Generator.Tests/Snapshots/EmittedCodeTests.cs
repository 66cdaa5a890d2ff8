using SsnGen.Generator.Tests.Harness;
using VerifyXunit;
using static VerifyXunit.Verifier;

namespace SsnGen.Generator.Tests.Snapshots;

/// <summary>Snapshots of emitted code. Read each changed line: this is what users step through.</summary>
public class EmittedCodeTests
{
    // What references to the packages bring, as far as the generator looks.
    private const string TorchMarker = "namespace SsnGen.TorchSharp { public abstract class SsnModule; }";
    private const string OnnxMarker = "namespace SsnGen.Onnx { public static class OnnxExport { public static void Write(object target, object layers, object weights, int? batch) { } } }";
    private const string GpuMarker = "namespace SsnGen.Gpu { public abstract class GpuSsnKernel; }";

    private static readonly IReadOnlyDictionary<string, string> Residual = Compile.Emitted(TestModels.Residual, TestModels.ResidualSelection, TorchMarker, OnnxMarker, GpuMarker);
    private static readonly IReadOnlyDictionary<string, string> SingleLayer = Compile.Emitted(TestModels.SingleLayer);

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
    public Task GpuNetwork() => Verify(Residual["Models.ResidualNet.GpuNetwork.g.cs"], "cs");

    [Fact]
    public void What_packages_add_is_emitted_only_where_the_project_references_them()
    {
        Assert.DoesNotContain("Models.NormOnly.Module.g.cs", SingleLayer.Keys);
        Assert.DoesNotContain("Models.NormOnly.Onnx.g.cs", SingleLayer.Keys);
        Assert.DoesNotContain("Models.NormOnly.GpuNetwork.g.cs", SingleLayer.Keys);
    }

    [Fact]
    public Task Block() => Verify(Residual["Models.BasicBlock.g.cs"], "cs");
}
