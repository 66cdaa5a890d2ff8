using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Tests.Harness;
using VerifyXunit;
using static VerifyXunit.Verifier;

namespace SsnGen.Generator.Tests.Snapshots;

/// <summary>
/// Snapshots of what single features add to emitted code: the loops of the processor, the kernels of a device and the lines of the
/// training module. Read each changed line.
/// </summary>
public class FeatureTests
{
    private static readonly Dictionary<string, string> _features = new()
    {
        ["MaxPool"] = "[MaxPool(3, Stride = 2, Padding = 1)] public partial Layer A { get; }",
        ["AveragePool"] = "[AveragePool(2), Relu] public partial Layer A { get; }",
        ["UnevenWindows"] = "[Conv(4, KernelShape = new[] { 1, 4 }, Pads = new[] { 0, 1, 0, 2 })] public partial Layer A { get; } [MaxPool(3, Stride = 2, AutoPad = AutoPad.SameUpper)] public partial Layer B { get; } [AveragePool(KernelShape = new[] { 3, 2 }, Stride = 2, Padding = 1, CeilMode = true), From(nameof(A))] public partial Layer C { get; } [AveragePool(3, Stride = 1, Pads = new[] { 0, 0, 2, 1 }, CountIncludePad = false)] public partial Layer D { get; }",
        ["GlobalAveragePool"] = "[GlobalAveragePool] public partial Layer A { get; }",
        ["Upsample"] = "[Upsample(2)] public partial Layer A { get; }",
        ["Bilinear"] = "[Upsample(2, Mode = Interpolation.Bilinear), Relu] public partial Layer A { get; } [Resize(LayerSource.Input, Mode = Interpolation.Bilinear, AlignCorners = true)] public partial Layer B { get; }",
        ["Sizes"] = "[AdaptiveAveragePool(4, 5)] public partial Layer A { get; } [Resize(LayerSource.Input)] public partial Layer B { get; } [From(nameof(A)), GlobalAveragePool] public partial Layer C { get; } [Resize(nameof(B)), Add(nameof(B))] public partial Layer D { get; }",
        ["Channels"] = "[ChannelShuffle(2)] public partial Layer A { get; } [Chunk(1, 2), HardSwish] public partial Layer B { get; } [From(LayerSource.Input), Chunk(0, 2), Add(nameof(B))] public partial Layer C { get; } [From(LayerSource.Input), DepthToSpace(2)] public partial Layer D { get; }",
        ["Affine"] = "[Ssn(Normalizer.Batch)] public partial Layer A { get; } [Relu] public partial Layer B { get; }",
        ["Instance"] = "[Ssn(Normalizer.Instance), Add(LayerSource.Input), Relu] public partial Layer A { get; } [MaxPool(2)] public partial Layer B { get; }",
        ["Mixture"] = "[Ssn(Normalizer.Instance, Normalizer.Layer)] public partial Layer A { get; } [MaxPool(2)] public partial Layer B { get; }",
        ["Sums"] = "[MaxPool(1), Add(LayerSource.Input), Relu] public partial Layer A { get; } [From(nameof(A)), Add(LayerSource.Input), Add(nameof(A))] public partial Layer C { get; }",
        ["Convolution"] = "[Conv(20, Bias = true), Add(LayerSource.Input), Relu] public partial Layer A { get; }",
        ["WidelyDilated"] = "[Conv(20, Kernel = 3, Dilation = 4), Relu] public partial Layer A { get; }",
        ["Transposed"] = "[ConvTranspose(16), Ssn(Normalizer.Batch), Relu] public partial Layer A { get; } [ConvTranspose(4, Kernel = 3, Padding = 1)] public partial Layer B { get; }",
        ["Depthwise"] = "[Conv(20, Kernel = 3, Groups = 20, Stride = 2), Ssn(Normalizer.Batch), HardSwish] public partial Layer A { get; }",
        ["Linear"] = "[Linear(3)] public partial Layer A { get; }",
        ["Multiply"] = "[Upsample(2)] public partial Layer A { get; } [Multiply(nameof(A)), Add(nameof(A)), Relu] public partial Layer B { get; }",
        ["SqueezeExcite"] = "[GlobalAveragePool, Sigmoid] public partial Layer A { get; } [From(LayerSource.Input), Multiply(nameof(A))] public partial Layer B { get; } [Upsample(2), Multiply(nameof(A)), Gelu] public partial Layer C { get; }",
        ["Concat"] = "[Conv(16), Relu] public partial Layer A { get; } [Conv(20), From(LayerSource.Input), Relu] public partial Layer B { get; } [Concat(nameof(A), nameof(B)), Conv(4), Relu] public partial Layer C { get; }",
        ["ConcatOfShared"] = "[Conv(16)] public partial Layer A { get; } [Concat(nameof(A), nameof(A)), Ssn(Normalizer.Batch), Relu] public partial Layer B { get; }",
        ["PRelu"] = "[PRelu(PerChannel = true), BatchNorm] public partial Layer A { get; }",
        ["Softmax"] = "[Softmax] public partial Layer A { get; }",
        ["Clip"] = "[Conv(20, KernelShape = new[] { 3, 1, 1 }, Strides = new[] { 2, 1, 1 }), Ssn(Normalizer.Instance), Relu] public partial Layer A { get; } [MaxPool(2)] public partial Layer B { get; }",
        ["ClipByWinograd"] = "[Conv(20, Kernel = 3), Ssn(Normalizer.Batch), Relu] public partial Layer A { get; }",
        ["Sequence"] = "[Conv(20, Kernel = 3), Relu] public partial Layer A { get; } [AveragePool(2)] public partial Layer B { get; }",
        ["ConcatOfOddChannels"] = "[Concat(LayerSource.Input, LayerSource.Input), Relu] public partial Layer A { get; } [GlobalAveragePool] public partial Layer B { get; }",
    };

    public static TheoryData<string> Features { get; } = [.. _features.Keys];

    [Theory]
    [MemberData(nameof(Features))]
    public Task Emitted(string feature)
    {
        var size = feature.StartsWith("Clip", StringComparison.Ordinal) ? "Depth = 4, Height = 6, Width = 5" : feature == "Sequence" ? "Length = 14" : "Height = 6, Width = 5";
        var plan = PlanText.Plan($"[SsnModel(Channels = 20, {size})] public sealed partial class Net {{ {_features[feature]} }}");
        var files = PlannedFiles.Of(plan, Backend.Both, trains: true);
        return Verify(Text(files), "cs").UseTextForParameters(feature);
    }

    // Of tiles those of one width of vectors: the others differ in it.
    private static string Text(IReadOnlyDictionary<string, string> files)
    {
        var text = new StringBuilder("// Processor\n\n");
        Append(files["Inference"], "NetLoops");
        Append(files["Inference"], "NetPlanes");
        Append(files["Inference"], "NetWinograd");
        Append(files["Inference"], "NetTiles256");
        text.Append("// Device\n\n");
        Append(files["GpuNetwork"], "GpuNetwork", static m => m is MethodDeclarationSyntax && m.Modifiers.Select(static t => t.Text).SequenceEqual(["private", "static"]));
        text.Append("// Module\n\n");
        Append(files["Module"], "Module", static m => m is MethodDeclarationSyntax { Identifier.Text: "ForwardAll" });
        return text.ToString();

        void Append(string file, string type, Func<MemberDeclarationSyntax, bool>? which = null)
        {
            var root = CSharpSyntaxTree.ParseText(file).GetRoot();
            foreach (var member in root.DescendantNodes().OfType<ClassDeclarationSyntax>().Where(c => c.Identifier.Text == type).SelectMany(static c => c.Members).Where(m => which?.Invoke(m) ?? true))
            {
                text.Append(member.ToFullString().Trim('\n')).Append("\n\n");
            }
        }
    }
}
