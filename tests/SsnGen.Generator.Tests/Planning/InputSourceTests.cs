using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>The input has a name: that of the network in a model, that of the block in a block.</summary>
public class InputSourceTests
{
    [Fact]
    public void A_layer_reads_and_adds_the_input_of_its_class()
    {
        var plan = PlanText.Plan(
            """
            [SsnModel(Channels = 4, Height = 8, Width = 8)]
            public sealed partial class Net
            {
                [Conv(4, Kernel = 3), Add(LayerSource.Input)] public partial Layer First { get; }
                [Repeat(2, Channels = 4)] public partial Stage<Block> Stage { get; }
                [Relu, From(LayerSource.Input), Add(nameof(Stage))] public partial Layer Last { get; }
            }

            [SsnBlock]
            public sealed partial class Block
            {
                [Conv(Kernel = 3), Relu] public partial Layer A { get; }
                [Conv(Kernel = 1), From(LayerSource.Input), Add(nameof(A))] public partial Layer B { get; }
            }
            """);

        Assert.Equal(
            ["First 0 0", "Stage.0.A 1 ", "Stage.0.B 1 2", "Stage.1.A 3 ", "Stage.1.B 3 4", "Last 0 5"],
            plan.Layers.Select(static l => $"{l.Path} {string.Join(",", l.Sources)} {string.Join(",", l.Tail.Values)}"));
    }
}
