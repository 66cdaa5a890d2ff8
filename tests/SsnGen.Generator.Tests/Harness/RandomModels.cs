using System.Text.RegularExpressions;
using CsCheck;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>Random model definitions as source text. Most are correct; some have mistakes that must be reported.</summary>
internal static partial class RandomModels
{
    private static readonly string[] Normalizers = ["Normalizer.Instance", "Normalizer.Layer", "Normalizer.Batch", "Normalizer.Group"];

    private static readonly Gen<string> Conv =
        from channels in Gen.OneOf(1, 3, 8, 16, 17, 24, 32)
        from kernel in Gen.OneOf(1, 1, 2, 3, 3, 5)
        from stride in Gen.OneOf(1, 1, 1, 2)
        from dilation in Gen.OneOf(1, 1, 1, 2)
        from padding in Gen.OneOf("", "", "", ", Padding = 0", ", Padding = 2", ", Pads = [0, 1, 2, 0]", ", AutoPad = AutoPad.SameUpper")
        from groups in Gen.Frequency((20, Gen.Const(1)), (1, Gen.Const(2)), (1, Gen.OneOf(3, 8)))
        from bias in Gen.OneOf("", "", ", Bias = true", ", Bias = false")
        from kernels in Gen.OneOf($"Kernel = {kernel}", $"Kernel = {kernel}", $"Kernel = {kernel}", $"KernelShape = [1, {kernel}]", $"KernelShape = [{kernel}, 1]")
        from strides in Gen.OneOf($"Stride = {stride}", $"Stride = {stride}", $"Stride = {stride}", $"Strides = [{stride}, 1]")
        from dilations in Gen.OneOf($"Dilation = {dilation}", $"Dilation = {dilation}", $"Dilation = {dilation}", $"Dilations = [1, {dilation}]")
        select $"Conv({channels * groups}, {kernels}, {strides}, {dilations}, Groups = {groups}{padding}{bias})";

    private static readonly Gen<string> Pool =
        from kind in Gen.OneOf("MaxPool", "AveragePool")
        from kernel in Gen.Int[1, 3]
        from stride in Gen.Int[0, 2]
        from padding in Gen.Int[0, kernel / 2]
        from pads in Gen.OneOf($"Padding = {padding}", $"Padding = {padding}", $"Pads = [{padding}, 0, 0, {kernel - 1}]", "AutoPad = AutoPad.SameUpper")
        from ceil in Gen.OneOf("", "", ", CeilMode = true")
        from count in kind == "MaxPool" ? Gen.Const("") : Gen.OneOf("", ", CountIncludePad = false")
        select $"{kind}({kernel}, Stride = {stride}, {pads}{ceil}{count})";

    private static readonly Gen<string> Producer = Gen.Frequency(
        (10, Conv),
        (3, Pool),
        (1, Gen.Const("GlobalAveragePool")),
        (1, Gen.OneOf("Upsample(2)", "Upsample(2, Mode = Interpolation.Bilinear)", "Upsample(3, Mode = Interpolation.Bilinear, AlignCorners = true)", "Resize(LayerSource.Input, Mode = Interpolation.Bilinear)", "Resize(LayerSource.Input)")),
        (1, Gen.OneOf("AdaptiveAveragePool(3)", "AdaptiveAveragePool(2, 5)", "ChannelShuffle(1)", "Chunk(0, 1)", "Softmax", "PRelu", "PRelu(PerChannel = true)", "DepthToSpace(2)", "ConvTranspose(16)", "ConvTranspose(4, Kernel = 3, Padding = 1, OutputPadding = 1)", "ChannelShuffle(2)", "Chunk(1, 2)")),
        (1, Gen.Int[1, 20].Select(f => $"Linear({f})")),
        (1, Gen.Int[1, 20].Select(f => $"Linear({f}, Bias = true)")),
        (1, Gen.OneOf("Conv(Depthwise = true, Kernel = 3)", "Conv(Depthwise = true, Expansion = 2)", "Conv(Expansion = 2)")),
        (3, Gen.Const("")));

    // Most take the default, which fits vectors too: chosen ones often do not.
    private static readonly Gen<string> Ssn =
        from chosen in Gen.Frequency((3, Gen.Const(Array.Empty<string>())), (1, Gen.Shuffle(Normalizers, 0, 4)))
        from groups in Gen.Frequency((10, Gen.Const(1)), (1, Gen.OneOf(2, 4, 8)))
        from gate in Gen.OneOf("", "", ", Gate = Gate.Sparsemax", ", Gate = Gate.Softmax")
        from shared in Gen.OneOf("", "", "", ", SharedRatios = true")
        from bessel in Gen.Frequency((12, Gen.Const("")), (1, Gen.Const(", Bessel = true")))
        from epsilon in Gen.OneOf("", "", ", Epsilon = 1e-3f")
        from single in Gen.Frequency((12, Gen.Const("")), (2, Gen.Const("BatchNorm")), (1, Gen.OneOf("InstanceNorm", "LayerNorm(Epsilon = 1e-3f)", "GroupNorm(1)")))
        select single.Length > 0 ? single : $"Ssn({string.Concat(chosen.Select(static n => n + ", "))}Groups = {groups}{gate}{shared}{bessel}{epsilon})".Replace("(, ", "(", StringComparison.Ordinal);

    private static readonly Gen<string> Activation = Gen.OneOf("", "Relu", "Relu", "LeakyRelu(0.2f)", "Silu", "HardSwish", "Sigmoid", "Clip(-1, 2.5f)", "Gelu", "Elu");

    // Half of the time with itself, which always fits.
    private static Gen<string> Joined(int earlier) =>
        from first in Gen.Int[0, earlier - 1]
        from second in Gen.OneOf($"nameof(L{first})", $"nameof(L{first})", $"nameof(L{earlier - 1})", "LayerSource.Input")
        select $"Concat(nameof(L{first}), {second})";

    /// <summary>The attributes of one layer; residual and factor name earlier layers, which may not fit.</summary>
    private static Gen<string> Facets(int earlier) =>
        from producer in Producer
        from ssn in Gen.Frequency((3, Ssn), (1, Gen.Const("")))
        from added in earlier == 0 ? Gen.Const("") : Gen.Frequency((44, Gen.Const("")), (2, Gen.Int[0, earlier - 1].Select(i => $"Add(nameof(L{i}))")), (1, Gen.Const("Add(LayerSource.Input)")))
        from more in earlier == 0 ? Gen.Const("") : Gen.Frequency((60, Gen.Const("")), (2, Gen.Int[0, earlier - 1].Select(i => $"Add(nameof(L{i}))")))
        from factor in earlier == 0 ? Gen.Const("") : Gen.Frequency((90, Gen.Const("")), (2, Gen.Int[0, earlier - 1].Select(i => $"Multiply(nameof(L{i}))")), (1, Gen.Const("Multiply(LayerSource.Input)")))
        from source in earlier == 0 ? Gen.Const("") : Gen.Frequency((16, Gen.Const("")), (2, Gen.Int[0, earlier - 1].Select(i => $"From(nameof(L{i}))")), (1, Gen.Const("From(LayerSource.Input)")), (2, Joined(earlier)))
        from activation in Activation
        from dropout in Gen.OneOf("", "", "", "Dropout(0.5f)")
        select string.Join(", ", new[] { producer, ssn, added, more == added ? "" : more, factor, source, activation, dropout }.Where(static f => f.Length > 0));

    private static readonly Gen<string> Block =
        from first in Gen.Frequency(
            (4, Gen.OneOf("Conv(Kernel = 3, Strided = true)", "Conv(Kernel = 1, Reduction = 2, Strided = true)")), (1, Gen.Const("Conv(Kernel = 1, Reduction = 2)")))
        from last in Gen.OneOf("Conv(Kernel = 3)", "Conv(Kernel = 1)")
        from ssn1 in Ssn
        from ssn2 in Ssn
        from activation in Gen.OneOf("Relu", "Silu", "LeakyRelu")
        from output in Gen.OneOf("", "", "", ", Output", ", Output(TrainingOnly = true)")
        select $$"""
            [SsnBlock]
            public sealed partial class Block
            {
                [{{first}}, {{ssn1}}, {{activation}}{{output}}] public partial Layer First { get; }
                [{{last}}, {{ssn2}}, Shortcut, {{activation}}] public partial Layer Last { get; }
            }
            """;

    private static readonly Gen<string> Stage =
        from count in Gen.Int[1, 2]
        from channels in Gen.OneOf(4, 16, 24)
        from stride in Gen.Int[1, 2]
        select $"Repeat({count}, Channels = {channels}, Stride = {stride})";

    private static Gen<string> Members(int count)
    {
        var members = Gen.Const("");
        for (var i = 0; i < count; i++)
        {
            var index = i;
            members =
                from before in members
                from isStage in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))
                from facets in isStage ? Stage : Facets(index)
                from output in Gen.Frequency((18, Gen.Const("")), (2, Gen.Const(", Output")), (1, Gen.Const(index == count - 1 ? ", Output" : ", Output(TrainingOnly = true)")))
                select before + $"    [{(facets.Length == 0 ? "Relu" : facets)}{output}] public partial {(isStage ? "Stage<Block>" : "Layer")} L{index} {{ get; }}\n";
        }

        return members;
    }

    // How the attributes of a layer end that has nothing but [From].
    private static readonly string[] _endsOfNothing = [")", "(LayerSource.Input"];

    // What has one value to normalize over where a channel has one.
    private static readonly string[] _ofSamples = ["Instance", "Layer", "Group"];

    /// <summary>
    /// Whether a definition has the mistake that an error is about. Attributes are drawn without a look at each other, so these are
    /// all that there can be; whatever else is refused is refused wrongly.
    /// </summary>
    /// <param name="source">The definition.</param>
    /// <param name="id">The id of the error.</param>
    /// <param name="arguments">Its words.</param>
    public static bool MayBeRefused(string source, string id, string arguments) => id switch
    {
        "SSN005" => _endsOfNothing.Any(end => source.Replace(", Output]", "]", StringComparison.Ordinal).Replace(", Output(TrainingOnly = true)]", "]", StringComparison.Ordinal).Contains($"{end})] public partial Layer {arguments} ", StringComparison.Ordinal)),
        "SSN007" => (arguments.Contains("Bessel", StringComparison.Ordinal) && source.Contains("Bessel = true", StringComparison.Ordinal))
            || (arguments.Contains("whose square divides", StringComparison.Ordinal) && source.Contains("DepthToSpace(2)", StringComparison.Ordinal))
            || (arguments.Contains("one that divides", StringComparison.Ordinal) && source.Contains("Chunk(1, 2)", StringComparison.Ordinal)),

        // A block whose convolutions leave the size as it is, or follow the stage's stride, always fits its shortcut.
        "SSN008" => arguments.Contains(" convolution of stride", StringComparison.Ordinal)
            ? source.Contains("[Conv(Kernel = 1, Reduction = 2),", StringComparison.Ordinal) && arguments.Contains("of stride 2", StringComparison.Ordinal)
            : source.Contains(arguments.Contains("resize one", StringComparison.Ordinal) ? "Concat(" : arguments.Contains("multiply by", StringComparison.Ordinal) ? "Multiply(" : "Add(", StringComparison.Ordinal),
        "SSN013" => source.Contains("KernelShape = ", StringComparison.Ordinal) || source.Contains("Kernel = 2", StringComparison.Ordinal) || source.Contains("Kernel = 3", StringComparison.Ordinal)
            || source.Contains("Kernel = 5", StringComparison.Ordinal) || source.Contains("Pool(", StringComparison.Ordinal),
        "SSN014" => source.Contains("Groups = ", StringComparison.Ordinal) || source.Contains("ChannelShuffle(2)", StringComparison.Ordinal),
        "SSN017" => arguments.Contains("is for pictures", StringComparison.Ordinal) && !SizeOfPicture().IsMatch(source),
        "SSN023" => _ofSamples.Any(n => arguments.Contains(n, StringComparison.Ordinal) && (source.Contains("Normalizer." + n, StringComparison.Ordinal) || source.Contains(n + "Norm", StringComparison.Ordinal))),
        _ => false,
    };

    // What is written for pictures, for clips of so many frames, or for sequences in place of them.
    private static string For(int rank, int depth, string source) => rank switch
    {
        1 => SizeOfPicture().Replace(PadsOfPicture().Replace(ListOfPicture().Replace(source, "$1 = [$3]"), "Pads = [$2, $4]"), "Length = $2"),
        2 => source,
        _ => SizeOfPicture().Replace(PadsOfPicture().Replace(ListOfPicture().Replace(source, "$1 = [1, $2, $3]"), "Pads = [0, $1, $2, 0, $3, $4]"), $"Depth = {depth}, Height = $1, Width = $2"),
    };

    [GeneratedRegex(@"(KernelShape|Strides|Dilations) = \[(\d), (\d)\]")]
    private static partial Regex ListOfPicture();

    [GeneratedRegex(@"Pads = \[(\d), (\d), (\d), (\d)\]")]
    private static partial Regex PadsOfPicture();

    [GeneratedRegex(@"(?<=Channels = \d+, )Height = (\d+), Width = (\d+)(?=[,)])")]
    private static partial Regex SizeOfPicture();

    /// <summary>One model named <c>Net</c> and one block named <c>Block</c>, without a namespace.</summary>
    public static readonly Gen<string> Source =
        from channels in Gen.OneOf(1, 2, 3, 5, 16, 20)
        from height in Gen.Frequency((6, Gen.Int[6, 15]), (1, Gen.Int[1, 5]))
        from width in Gen.Frequency((6, Gen.Int[6, 15]), (1, Gen.Int[1, 5]))
        from count in Gen.Int[1, 6]
        from members in Members(count)
        from block in Block
        from rank in Gen.OneOf(1, 2, 2, 2, 2, 3)
        from depth in Gen.Int[1, 5]
        from hasMask in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))
        select For(rank, depth, Masked(hasMask, $$"""
            [SsnModel(Channels = {{channels}}, Height = {{height}}, Width = {{width}}, Kernels = true)]
            public sealed partial class Net
            {
            {{members}}}

            {{block}}
            """));

    // A further input of the same shape, read in place of the first one.
    private static string Masked(bool hasMask, string source)
    {
        var size = SizeOfPicture().Match(source).Value;
        return !hasMask ? source : source
            .Replace("LayerSource.Input", "nameof(Mask)", StringComparison.Ordinal)
            .Replace("class Net\n{\n", $"class Net\n{{\n    [Input(Channels = {Channels().Match(source).Groups[1].Value}, {size})] public partial NetworkInput Mask {{ get; }}\n", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"SsnModel\(Channels = (\d+)")]
    private static partial Regex Channels();
}
