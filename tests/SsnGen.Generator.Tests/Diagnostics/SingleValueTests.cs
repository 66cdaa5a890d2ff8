using Microsoft.CodeAnalysis;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Diagnostics;

/// <summary>No layer is normalized by moments of single values: it would be constant, and a tie would select that first.</summary>
public class SingleValueTests
{
    [Theory]
    [InlineData("Linear(8), Ssn", "Layer, Batch")]
    [InlineData("Linear(8), Ssn(SharedRatios = true)", "Layer, Batch")]
    [InlineData("GlobalAveragePool, Ssn", "Layer, Batch")]
    [InlineData("Conv(4, Kernel = 6, Padding = 0), Ssn", "Layer, Batch")]
    [InlineData("Linear(1), Ssn", "Batch")]
    [InlineData("Conv(4, Kernel = 5, Padding = 0), Ssn", "Instance, Layer, Batch")]
    [InlineData("Conv(1, Kernel = 5, Padding = 0), Ssn", "Instance, Layer, Batch")]
    [InlineData("Linear(8), Ssn(Normalizer.Group, Normalizer.Layer, Groups = 4)", "Layer, Group")]
    public void Are_not_among_the_choices(string facets, string expected)
    {
        var plan = Plan($"[SsnModel(Channels = 3, Height = 6, Width = 6)] public sealed partial class Net {{ [{facets}] public partial Layer A {{ get; }} }}");
        Assert.Equal(expected, string.Join(", ", plan.Layers[0].Normalization!.Omega));
    }

    [Theory]
    [InlineData("Linear(8), [|Ssn(Normalizer.Instance)|]", "Normalizer.Instance", "use Normalizer.Batch or Normalizer.Layer")]
    [InlineData("Linear(1), [|Ssn(Normalizer.Layer)|]", "Normalizer.Layer", "use Normalizer.Batch")]
    [InlineData("Linear(1), [|Ssn(Normalizer.Layer, Normalizer.Batch)|]", "Normalizer.Layer", "leave it out")]
    [InlineData("GlobalAveragePool, [|Ssn(Normalizer.Batch, Normalizer.Instance)|]", "Normalizer.Instance", "leave it out")]
    [InlineData("Conv(4, Kernel = 6, Padding = 0), [|Ssn(Normalizer.Batch, Normalizer.Instance)|]", "Normalizer.Instance", "leave it out")]
    [InlineData("Linear(32), [|Ssn(Normalizer.Group, Normalizer.Batch)|]", "Normalizer.Group", "give Groups a smaller number")]
    public async Task Are_an_error_where_they_are_asked_for(string marked, string normalizer, string remedy)
    {
        var source = MarkedSource.Of($"[SsnModel(Channels = 3, Height = 6, Width = 6)] public sealed partial class Net {{ [{marked}] public partial Layer A {{ get; }} }}");
        var error = Assert.Single(await Compile.Analyze(source.Text), static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SSN023", error.Id);
        Assert.Equal(source.Span, (error.Location.SourceSpan.Start, error.Location.SourceSpan.End));
        var message = error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(normalizer + " of 'A'", message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_projection_of_a_block_that_leaves_one_pixel_has_none()
    {
        const string Source =
            """
            [SsnModel(Channels = 3, Height = 2, Width = 2)]
            public sealed partial class Net { [Repeat(1, Channels = 8, Stride = 2)] public partial Stage<Block> A { get; } }
            [SsnBlock]
            public sealed partial class Block { [Conv(Kernel = 3, Strided = true), Ssn, Shortcut, Relu] public partial Layer B { get; } }
            """;
        Assert.DoesNotContain(await Compile.Analyze(Source), static d => d.Severity == DiagnosticSeverity.Error);
        Assert.All(Plan(Source).Layers, static l => Assert.Equal([Normalizer.Layer, Normalizer.Batch], l.Normalization!.Omega));
    }

    [Fact]
    public async Task A_selection_written_when_instance_was_a_choice_is_refused()
    {
        var errors = await Compile.Analyze(
            "[SsnModel, Selected(\"A\", Normalizer.Instance, Normalizer.Batch)] public sealed partial class Net { [Linear(8), Ssn] public partial Layer A { get; } }");
        var error = Assert.Single(errors, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SSN012", error.Id);
        Assert.Contains("chooses from Layer, Batch", error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static ModelPlan Plan(string source) =>
        PlanText.Result(source).Plan!;
}
