using Microsoft.CodeAnalysis;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>What does not fit is an error at its place, in numbers that do not overflow; what just fits is planned.</summary>
public class CapacityTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private const string Block = "[SsnBlock] public sealed partial class Block { [Conv(Kernel = 1)] public partial Layer A { get; } }";
    private const string Inner = "[SsnBlock] public sealed partial class Inner { [Relu] public partial Layer A { get; } }";

    [Theory]
    [InlineData("[[|Repeat(2147483647, Channels = 1)|]] public partial Stage<Block> S { get; }", Block)]
    [InlineData("[[|Repeat(4097, Channels = 1)|]] public partial Stage<Block> S { get; }", Block)]
    [InlineData("[[|Repeat(4096, Channels = 1)|]] public partial Stage<Block> S { get; } [Relu] public partial Layer Last { get; }", Block, false)]
    [InlineData("[[|Repeat(2147483647, Channels = 1)|]] public partial Stage<Block> S { get; } [Relu] public partial Layer Last { get; }", Block)]
    [InlineData("[Repeat(100, Channels = 1)] public partial Stage<Block> S { get; } [[|Repeat(2147483647, Channels = 1)|]] public partial Stage<Block> T { get; }", Block)]
    [InlineData(
        "[[|Repeat(65536)|]] public partial Stage<Block> S { get; }",
        "[SsnBlock] public sealed partial class Block { [Repeat(65535)] public partial Stage<Inner> A { get; } }\n" + Inner)]
    [InlineData(
        "[Repeat(2)] public partial Stage<Block> [|S|] { get; }",
        "[SsnBlock] public sealed partial class Block { [Repeat(2147483647)] public partial Stage<Inner> A { get; } }\n" + Inner)]
    public async Task Too_many_layers_are_an_error_at_the_repeat(string members, string blocks, bool atRepeat = true)
    {
        var (source, _, _, (start, end)) = MarkedSource.Of($"[SsnModel] public sealed partial class Net {{ {members} }}\n{blocks}");
        var error = Assert.Single(await Compile.Analyze(source).WaitAsync(Patience), static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SSN019", error.Id);
        Assert.Contains("expands to more than 4096 layers", error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

        // A layer that no stage repeats is the one too many.
        (start, end) = atRepeat ? (start, end) : (source.IndexOf("Last", StringComparison.Ordinal), source.IndexOf("Last", StringComparison.Ordinal) + 4);
        Assert.Equal((start, end), (error.Location.SourceSpan.Start, error.Location.SourceSpan.End));
    }

    [Fact]
    public async Task Blocks_in_blocks_in_blocks_are_said_to_be_wrong_at_once()
    {
        const int Depth = 60;
        var blocks = Enumerable.Range(0, Depth).Select(static i => i + 1 < Depth
            ? $"[SsnBlock] public sealed partial class B{i} {{ [Repeat(1)] public partial Stage<B{i + 1}> S {{ get; }} }}"
            : $"[SsnBlock] public sealed partial class B{i} {{ [Ssn] public partial Layer A {{ get; }} }}");
        var source = "[Selected(\"Nothing\", Normalizer.Batch, Normalizer.Batch), SsnModel(Channels = 4, Height = 2, Width = 2, Kernels = true)] public sealed partial class Net { [Repeat(1)] public partial Stage<B0> S { get; } }\n"
            + string.Join("\n", blocks);
        var report = await Task.Run(() => Compile.Report(source)).WaitAsync(Patience);
        Assert.Equal("SSN010", Assert.Single(report.OfAnalyzer, static d => d.Severity == DiagnosticSeverity.Error).Id);
    }

    [Fact]
    public void As_many_layers_as_there_may_be_are_none_too_many()
    {
        var plan = Plan("[SsnModel] public sealed partial class Net { [Repeat(4096, Channels = 1)] public partial Stage<Block> S { get; } }\n" + Block).Plan;
        Assert.Equal(4096, plan!.Layers.Length);
    }

    [Theory]
    [InlineData("[Repeat(0)] public partial Stage<Inner> A { get; }\n}\n" + Inner, "SSN007")]
    [InlineData("[Repeat(1)] public partial Stage<Block> A { get; }\n}", "SSN015")]
    [InlineData("public partial Stage<Inner> A { get; }\n}\n" + Inner, "SSN017")]
    public async Task A_block_that_adds_no_layer_is_not_repeated_for_long(string members, string id)
    {
        var source = "[SsnModel] public sealed partial class Net { [Repeat(2147483647)] public partial Stage<Block> S { get; } }\n"
            + "[SsnBlock] public sealed partial class Block { " + members;
        var analysis = Task.Run(() => Compile.Analyze(source));
        Assert.Contains(await analysis.WaitAsync(Patience), d => d.Id == id);
    }

    [Fact]
    public void Packed_weights_are_counted_as_they_are_packed()
    {
        // By Winograd's filtering 16 values for 9: 16·256·1026·511 and 16·511 biases are 2147483632, the most that a buffer has.
        const string Convolution = "[Conv(8176, Kernel = 3)] public partial Layer A { get; }";
        var fits = Plan(Net("Channels = 16416, Height = 4, Width = 4", Convolution));
        Assert.Empty(fits.Findings);
        Assert.Equal(2147483632, InferencePlanner.Plan(fits.Plan!).ParametersLength);

        var wider = Assert.Single(Plan(Net("Channels = 16417, Height = 4, Width = 4", Convolution)).Findings);
        Assert.Contains("needs more than 8 GB for the packed weights up to the layer A", wider.Arguments[1], StringComparison.Ordinal);
        var longer = Plan(Net("Channels = 16416, Height = 4, Width = 4", Convolution + " [GlobalAveragePool, Ssn(Normalizer.Batch)] public partial Layer B { get; }"));
        Assert.Contains("up to the layer B", Assert.Single(longer.Findings).Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Working_memory_is_counted_with_its_borders()
    {
        // One row of W pixels in 16 channels, 255 of padding on each side, and the outputs of one channel, in blocks of 16.
        static long Floats(int width) => 16 * ((511L * (width + 510)) + ((width - 1) / 511) + 1);
        var largest = 262147;
        while (Floats(largest) > int.MaxValue)
        {
            largest--;
        }

        const string Convolution = "[Conv(1, Kernel = 511, Stride = 511, Padding = 255)] public partial Layer A { get; }";
        var fits = Plan(Net($"Channels = 16, Height = 1, Width = {largest}", Convolution));
        Assert.Empty(fits.Findings);
        Assert.Equal(Floats(largest), InferencePlanner.Plan(fits.Plan!).ArenaLength);
        var error = Assert.Single(Plan(Net($"Channels = 16, Height = 1, Width = {largest + 1}", Convolution)).Findings);
        Assert.Contains("GB of working memory for one sample", error.Arguments[1], StringComparison.Ordinal);
        Assert.Contains("the layer A reads, with its padding", error.Arguments[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Channels = 16, Height = 8, Width = 8", "Conv(1, Kernel = 1, Stride = 40000, Padding = 20000)", "of working memory for one sample")]
    [InlineData("Channels = 64, Height = 8, Width = 8", "Conv(1, Kernel = 1, Stride = 268435456, Padding = 268435456)", "of working memory for one sample")]
    [InlineData("", "Conv(1, Kernel = 268435456, Padding = 134217728)", "more than 6 GB for the weights")]
    [InlineData("", "Conv(1, Kernel = 268435456, Stride = 2, Padding = 134217728)", "more than 6 GB for the weights")]
    [InlineData("Channels = 1000, Height = 16000, Width = 16000", "Conv(1, Stride = 1000)", "reads 1000x16000x16000 values")]
    [InlineData("Channels = 2147483647", "GlobalAveragePool", "reads 2147483647x1x1 values")]
    [InlineData("Channels = 1500000000", "AveragePool(1), Ssn(Normalizer.Layer, Normalizer.Batch)", "packed weights up to the layer A")]
    public void Sizes_do_not_overflow_on_the_way(string model, string facets, string message)
    {
        var findings = Plan(Net(model, $"[{facets}] public partial Layer A {{ get; }}")).Findings;
        Assert.Contains(findings, f => f.IsError && f.Arguments.Any(a => a.Contains(message, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_window_of_any_size_costs_a_number()
    {
        var plan = Plan(Net("Height = 8, Width = 8", "[MaxPool(268435456, Stride = 8, Padding = 134217728)] public partial Layer A { get; }")).Plan;
        Assert.True(plan is null || InferencePlanner.Plan(plan).MinimumBatch >= 2);
    }

    [Fact]
    public void Devices_count_the_values_of_a_layer_in_32_bits()
    {
        static EquatableArray<Finding> Findings(int width) =>
            Plan(Net($"Backend = Backend.Gpu, Channels = 16, Height = 8192, Width = {width}", "[Relu] public partial Layer A { get; }")).Findings;
        Assert.Empty(Findings(8192));
        Assert.Contains("produces 1073872896 values in the layer A", Assert.Single(Findings(8193)).Arguments[1], StringComparison.Ordinal);
    }

    private static string Net(string model, string members) => $"[SsnModel({model})] public sealed partial class Net {{ {members} }}";

    private static PlanningResult Plan(string source) =>
        PlanText.Result(source);
}
