extern alias runtime;

using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>What a network returns.</summary>
public class OutputTests
{
    private const string Block = " [SsnBlock] public sealed partial class Block { [Conv] public partial Layer A { get; } [Conv, Shortcut, Relu] public partial Layer B { get; } }"
        + " [SsnBlock] public sealed partial class Marked { [Conv, Output] public partial Layer A { get; } [Conv] public partial Layer B { get; } }"
        + " [SsnBlock] public sealed partial class MarkedLast { [Conv] public partial Layer A { get; } [Conv, Output] public partial Layer B { get; } }"
        + " [SsnBlock] public sealed partial class Nested { [Repeat(2, Channels = 4), Output] public partial Stage<Marked> Inner { get; } [Conv] public partial Layer C { get; } }"
        + " [SsnBlock] public sealed partial class Auxiliary { [Conv, Output(TrainingOnly = true)] public partial Layer A { get; } [Conv, From(LayerSource.Input)] public partial Layer B { get; } }";

    [Theory]
    [InlineData("[Relu] public partial Layer A { get; } [Relu] public partial Layer B { get; }", "output of B")]
    [InlineData("[Relu] public partial Layer A { get; } [Relu, Output] public partial Layer B { get; }", "output of B")]
    [InlineData("[Relu, Output] public partial Layer A { get; } [Relu] public partial Layer B { get; }", "A of A, B of B")]
    [InlineData("[Repeat(2, Channels = 4), Output] public partial Stage<Block> S { get; } [Relu] public partial Layer B { get; }", "S of S.1.B, B of B")]
    [InlineData("[Relu] public partial Layer A { get; } [Repeat(2, Channels = 4)] public partial Stage<Block> S { get; }", "output of S.1.B")]
    [InlineData("[Relu, Output] public partial Layer A { get; } [Relu, From(LayerSource.Input), Output] public partial Layer B { get; } [Relu, From(nameof(A))] public partial Layer C { get; }", "A of A, B of B, C of C")]
    [InlineData("[Relu, Output] public partial Layer input { get; } [Relu, Output] public partial Layer output { get; } [Relu] public partial Layer Input { get; }", "input_ of input, output of output, Input of Input")]
    [InlineData("[Relu, Output(TrainingOnly = true)] public partial Layer output { get; } [Relu, From(LayerSource.Input)] public partial Layer B { get; }", "output_ of output, output of B")]
    [InlineData("[Relu, Output] public partial Layer A { get; } [Relu, Output(TrainingOnly = true)] public partial Layer B { get; } [Relu, From(nameof(A))] public partial Layer C { get; }", "A of A, B of B, C of C")]
    [InlineData("[Repeat(2, Channels = 4)] public partial Stage<Marked> S { get; } [Relu] public partial Layer B { get; }", "S_0_A of S.0.A, S_1_A of S.1.A, B of B")]

    // The last layer of the last block is the stage, and here the network's output.
    [InlineData("[Repeat(2, Channels = 4)] public partial Stage<MarkedLast> S { get; }", "S_0_B of S.0.B, S of S.1.B")]
    [InlineData("[Repeat(2, Channels = 4), Output(TrainingOnly = true)] public partial Stage<MarkedLast> S { get; } [Relu] public partial Layer C { get; }", "S_0_B of S.0.B, S_1_B of S.1.B, C of C")]
    [InlineData("[Repeat(1, Channels = 4)] public partial Stage<Nested> S { get; } [Relu] public partial Layer S_0_Inner_0_A { get; }", "S_0_Inner_0_A of S.0.Inner.0.A, S_0_Inner_1_A of S.0.Inner.1.A, S_0_Inner of S.0.Inner.1.B, S_0_Inner_0_A_ of S_0_Inner_0_A")]
    [InlineData("[Repeat(2, Channels = 4)] public partial Stage<Auxiliary> S { get; } [Relu] public partial Layer B { get; }", "S_0_A of S.0.A, S_1_A of S.1.A, output of B")]
    public void Marked_properties_are_returned_in_their_order_and_the_last_one_always(string members, string outputs)
    {
        var result = PlanText.Result("[SsnModel(Channels = 4, Height = 6, Width = 6)] public sealed partial class Net { " + members + " }" + Block);
        Assert.Equal(outputs, string.Join(", ", result.Plan!.Outputs.Select(o => $"{o.Name} of {result.Plan.LayerOf(o.Value)!.Path}")));
        Assert.DoesNotContain(result.Findings, static f => f.Descriptor.Id == Descriptors.UnreadLayer.Id);
    }

    [Fact]
    public void Weights_of_what_only_training_returns_are_exported_without_it()
    {
        const string Source = """
            [SsnModel(Channels = 3, Height = 6, Width = 6)]
            public sealed partial class Net
            {
                [Conv(4)] public partial Layer Wide { get; }
                [Conv(2), Output(TrainingOnly = true)] public partial Layer Auxiliary { get; }
                [Linear(3), From(nameof(Wide))] public partial Layer Last { get; }
            }
            """;
        Compile.Run(Compile.OfFiles([("File0.cs", Source), ("File1.cs", Compile.ImplicitUsings)], typeof(SsnGen.Onnx.OnnxExport)), out var output, out _);
        var type = Compile.Load(output).GetType("Net", throwOnError: true)!;
        var trained = (runtime::SsnGen.NetworkGraph)type.GetProperty("TrainingGraph")!.GetValue(null)!;
        var weights = runtime::SsnGen.Networks.NetworkWeights.Random(trained.Layers, seed: 1);
        using var model = new MemoryStream();
        type.GetMethod("ExportOnnx", [weights.GetType(), typeof(Stream), typeof(int?)])!.Invoke(null, [weights, model, null]);
        Assert.Equal(3, Assert.Single(SsnGen.Testing.OnnxRun.RunAll(model.ToArray(), (new float[108], [1, 3, 6, 6]))).Length);
    }

    [Fact]
    public void Users_of_a_network_with_errors_see_the_same_Run()
    {
        // SSN014 is all that is wrong.
        const string Source = """
            [SsnModel(Channels = 3, Height = 6, Width = 6)]
            public sealed partial class Net
            {
                [Conv(4, Groups = 2), Output] public partial Layer Wide { get; }
                [Repeat(2, Channels = 2)] public partial Stage<Block> Stage { get; }
                [Linear(3)] public partial Layer Last { get; }
                public void Use() => Run(new float[108], wide: new float[144], stage_0_B: new float[72], stage_1_B: new float[72], last: new float[3]);
            }
            [SsnBlock] public sealed partial class Block { [Conv, Output] public partial Layer B { get; } }
            """;
        Compile.Run(Compile.Of(Source), out var output, out _);
        Assert.DoesNotContain(output.GetDiagnostics(), static d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        Compile.Run(Compile.Of(Source.Replace("Groups = 2", "Groups = 1", StringComparison.Ordinal)), out output, out _);
        Assert.DoesNotContain(output.GetDiagnostics(), static d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
    }
}
