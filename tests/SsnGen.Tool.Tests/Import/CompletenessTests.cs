using SsnGen.Tool.Drafts;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Onnx.Operators;
using SsnGen.Tool.Scaffolding.Text;
using SsnGen.Tool.Tests.Harness;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Every producer can be written, and every activation comes back from its nodes: a new one is asked for here.</summary>
public sealed class CompletenessTests
{
    private static readonly Producer[] _producers =
    [
        new Producer.Identity(), new Producer.Conv(8, new Window(3), 1, false), new Producer.ConvTranspose(8, new Window(2, 2), 0, false), new Producer.Linear(8, true), new Producer.MaxPool(new Window(2, 2)),
        new Producer.AveragePool(new Window(2, 2)), new Producer.GlobalAveragePool(), new Producer.AdaptiveAveragePool(2, 2), new Producer.ResizeNearest(8, 8), new Producer.ResizeBilinear(8, 8),
        new Producer.ChannelShuffle(2), new Producer.Chunk(0, 2), new Producer.DepthToSpace(2), new Producer.PRelu(false), new Producer.Softmax(),
    ];

    [Fact]
    public void Every_producer_is_written()
    {
        var all = typeof(Producer).GetNestedTypes().Where(static t => !t.IsAbstract && t.IsSubclassOf(typeof(Producer)));
        Assert.Equal(all.Select(static t => t.Name).Order(StringComparer.Ordinal), _producers.Select(static p => p.GetType().Name).Order(StringComparer.Ordinal));
        var context = new TextContext { Names = new Dictionary<DraftValue, string>() };
        Assert.All(_producers, p => Assert.Equal(p is Producer.Identity, ProducerText.Of(p, new Shape(8, 4, 4), isNormalized: false, context) is null));
    }

    [Fact]
    public void Every_operator_is_documented()
    {
        var words = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "import.md")), @"\w+").Select(static m => m.Value).ToHashSet();
        Assert.Empty(OperatorReader.Known.Keys.Except(words));
    }

    [Fact]
    public void Every_activation_comes_back()
    {
        var all = typeof(Activation).GetNestedTypes().Where(static t => !t.IsAbstract && t.IsSubclassOf(typeof(Activation))).ToArray();
        Assert.NotEmpty(all);
        foreach (var type in all)
        {
            var constructor = type.GetConstructors().Single(static c => c.GetParameters().All(static p => p.HasDefaultValue));
            var activation = (Activation)constructor.Invoke([.. constructor.GetParameters().Select(static p => p.DefaultValue)]);
            var input = new NetworkInput("input", new Shape(4, 3, 3));
            var layer = new Layer { Path = "Layer", Sources = [input], Output = input.Shape, Producer = new Producer.Identity(), Tail = [new TailStep.Activate(activation)] };
            var network = new NetworkGraph([layer]);

            var imported = Assert.Single(ImportedModel.Of(network, NetworkWeights.Random(network.Layers, 1)).Scaffold.Network.Layers);
            Assert.Equal(activation, Assert.IsType<TailStep.Activate>(Assert.Single(imported.Tail)).Activation);
        }
    }
}
