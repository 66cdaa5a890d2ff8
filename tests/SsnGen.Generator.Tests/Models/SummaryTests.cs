extern alias runtime;

using System.Globalization;
using System.Reflection;
using CsCheck;
using runtime::SsnGen.Networks;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Testing;
using VerifyXunit;
using static VerifyXunit.Verifier;

namespace SsnGen.Generator.Tests.Models;

/// <summary>What emitted networks say of themselves: as a table, and in a line.</summary>
public class SummaryTests
{
    private const string Definition = "[SsnModel(Channels = 3, Height = 8, Width = 8)] public sealed partial class Net { [Conv(4), Ssn] public partial Layer A { get; } [Relu] public partial Layer B { get; } }";

    // The selection is the test's own, so that a training of the sample changes no snapshot.
    private static readonly string _digits = Emitted(
        Sample("Digits/DigitsNet.cs"),
        Sample("Digits/BasicBlock.cs"),
        """
        namespace Digits;

        [Selected("Stem", Normalizer.Instance, Normalizer.Instance)]
        [Selected("Stage1.0.Conv1", Normalizer.Instance, Normalizer.Instance)]
        [Selected("Stage1.0.Conv2", Normalizer.Batch, Normalizer.Instance)]
        [Selected("Stage2.0.Conv1", Normalizer.Batch, Normalizer.Layer)]
        [Selected("Stage2.0.Shortcut", Normalizer.Batch, Normalizer.Batch)]
        [Selected("Stage2.0.Conv2", Normalizer.Batch, Normalizer.Layer)]
        partial class DigitsNet;
        """).ToString();

    [Fact]
    public Task Digits_as_a_table() => Verify(_digits + "\n");

    [Fact]
    public void The_page_of_operators_shows_the_table_of_Digits() =>
        Assert.Contains($"```text\n{_digits}\n```", File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "operators.md")), StringComparison.Ordinal);

    // Parameters as torchvision counts them, and multiply-adds of convolutions and classifier as the literature gives them; where Ω has three
    // normalizers, six control parameters for each of 53 normalizations come on top.
    [Fact]
    public void ResNet50_has_the_parameters_and_the_multiply_adds_of_the_literature()
    {
        var summary = Summary("ResNet50/ResNet50.cs");
        Assert.Equal(25_557_032 + (53 * 6), summary.Parameters);
        Assert.Equal(4_089_184_256, summary.MultiplyAdds);
        Assert.Equal(3 * 64 * 49 * 112L * 112, summary.Layers[0].MultiplyAdds);
        Assert.All(summary.ToString().Split('\n'), static l => Assert.InRange(l.Length, 0, 120));
    }

    // As torchvision lists them with its weights: parameters, and billions of multiply-adds to three decimals.
    [Theory]
    [InlineData("MobileNetV2", 3_504_872, 0.301)]
    [InlineData("MobileNetV3", 5_483_032, 0.217)]
    [InlineData("DenseNet121", 7_978_856, 2.834)]
    [InlineData("InceptionV3", 23_834_568, 5.713)]
    [InlineData("ShuffleNetV2", 2_278_604, 0.145)]
    public void Networks_that_people_use_have_the_numbers_that_they_are_known_for(string network, long parameters, double billions)
    {
        var summary = Summary($"Networks/Definitions/{network}.cs");
        Assert.Equal(parameters, summary.Parameters);
        Assert.Equal(billions, Math.Round(summary.MultiplyAdds / 1e9, 3));
    }

    [Fact]
    public void Totals_are_sums_and_rows_agree_with_the_weights_and_with_the_plan()
    {
        var count = 0;
        RandomModels.Source.Sample(
            source =>
            {
                if (PlanText.Result(source).Plan is { } plan)
                {
                    count++;
                    Check(plan);
                }
            },
            iter: 200,
            threads: 1);
        Assert.True(count >= 50, $"Only {count} of 200 random definitions were not refused.");
    }

    private static void Check(ModelPlan plan)
    {
        var graph = TestPlans.Graph(plan);
        var summary = graph.Summary();
        Assert.Equal(summary.Layers.Sum(static l => l.Parameters), summary.Parameters);
        Assert.Equal(summary.Layers.Sum(static l => l.MultiplyAdds), summary.MultiplyAdds);
        TensorRole[] learned = [TensorRole.Weight, TensorRole.Bias, TensorRole.Slope, TensorRole.Gamma, TensorRole.Beta, TensorRole.MeanControl, TensorRole.VarianceControl];
        Assert.Equal(NetworkTensors.Of(graph.Layers).Where(t => learned.Contains(t.Role)).Sum(static t => t.Shape.Aggregate(1L, static (a, b) => a * b)), summary.Parameters);
        foreach (var (layer, row) in plan.Layers.Zip(summary.Layers))
        {
            // What schedules weigh layers by, value for value; a transposed convolution's is rounded.
            Assert.Equal(layer.Path, row.Layer.Path);
            if (layer.Producer is Producer.Conv or Producer.Linear)
            {
                Assert.Equal(layer.Producer.WorkPerValue(layer.Input) * layer.Output.Length, row.MultiplyAdds);
            }
            else if (layer.Producer is not Producer.ConvTranspose)
            {
                Assert.Equal(0, row.MultiplyAdds);
            }
        }

        var text = summary.ToString();
        Assert.Contains($"\nparameters     {summary.Parameters.ToString("N0", CultureInfo.InvariantCulture)}, ", text, StringComparison.Ordinal);
        Assert.All(summary.Layers, l => Assert.Contains("\n" + l.Layer.Path + "  ", text, StringComparison.Ordinal));
        Assert.DoesNotContain(" \n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_knows_the_memory_of_the_network_and_of_its_other_sizes()
    {
        const string Source = "[SsnModel(Channels = 3, Height = 8, Width = 8), InputSize(9, 20)] public sealed partial class Net { [Conv(4, Kernel = 3)] public partial Layer A { get; } }";
        var result = PlanText.Result(Source);
        var (own, other) = (result.Inference!, result.Sizes[0].Inference!);
        var summary = Emitted(Source);
        Assert.Equal(new PlannedMemory(own.ArenaLength * 4, own.ParametersLength * 4), summary.Memory);
        var size = Assert.Single(summary.Sizes);
        Assert.Equal(new PlannedMemory(other.ArenaLength * 4, result.Sizes[0].SharesParameters ? 0 : other.ParametersLength * 4), size.Memory);
        Assert.Equal("3x9x20", size.Graph.Inputs[0].Shape.ToString());
        Assert.Equal(3 * 4 * 9 * 180, size.MultiplyAdds);
    }

    [Theory]
    [InlineData(", Backend = Backend.Gpu", "Conv(4)")]
    [InlineData("", "Ssn")]
    public void Networks_without_memory_of_their_own_on_the_processor_have_none(string backend, string facet)
    {
        var summary = Emitted($"[SsnModel(Channels = 3, Height = 8, Width = 8{backend})] public sealed partial class Net {{ [{facet}] public partial Layer A {{ get; }} }}");
        Assert.Equal("Net", summary.Name);
        Assert.Null(summary.Memory);
        Assert.Contains("there is no collapsed network", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_a_stage_and_blocks_are_said_in_a_line()
    {
        const string Blocks = """
            [SsnModel(Channels = 3, Height = 8, Width = 8)]
            public sealed partial class Net
            {
                [Repeat(2, Channels = 4)] public partial Stage<Outer> Body { get; }
                [Linear(10)] public partial Layer Last { get; }
            }

            [SsnBlock] public sealed partial class Outer { [Repeat(1, Channels = 4)] public partial Stage<@class> Inside { get; } }

            [SsnBlock] public sealed partial class @class { [Conv(Kernel = 1), Ssn] public partial Layer @new { get; } }
            """;
        var type = Load(Blocks).GetType("Net", throwOnError: true)!;
        var network = Network(type);
        Assert.Equal($"Net: 3x8x8 -> 10, 3 layers, selection {type.GetField("SelectionHash")!.GetValue(null)}", network.ToString());
        var body = (IEnumerable<object>)type.GetProperty("Body")!.GetValue(network)!;
        Assert.Equal("2 x Outer", body.ToString());
        Assert.Equal("Outer of 1 x class", body.First().ToString());
        var inside = (IEnumerable<object>)body.Last().GetType().GetProperty("Inside")!.GetValue(body.Last())!;
        Assert.Equal("Body.1.Inside.0: class", inside.Single().ToString());
    }

    [Theory]
    [InlineData("partial class Net { public override string ToString() => \"mine\"; }")]
    [InlineData("public class Base { public sealed override string ToString() => \"mine\"; } partial class Net : Base;")]
    public void A_ToString_of_the_users_own_stays(string more) => Assert.Equal("mine", Network(Net(more)).ToString());

    [Theory]
    [InlineData("partial class Net { public string ToString(string format) => format; public string ToString<T>() => typeof(T).Name; }", true)]
    [InlineData("public class Base { public string Words() => \"\"; } partial class Net : Base;", true)]
    [InlineData("partial class Net { public new int ToString => 1; }", false)]
    [InlineData("partial class Net { private new string ToString() => \"\"; }", false)]
    public void Only_a_member_that_is_in_the_way_keeps_it_from_being_emitted(string more, bool isEmitted) =>
        Assert.Equal(isEmitted, Network(Net(more)).ToString()!.StartsWith("Net: ", StringComparison.Ordinal));

    [Fact]
    public void A_layer_of_that_name_keeps_it()
    {
        var type = Load("[SsnModel(Channels = 3)] public sealed partial class Net { [Relu] public new partial Layer ToString { get; } }").GetType("Net", throwOnError: true)!;
        Assert.Equal("ToString: Relu, 3 -> 3", type.GetProperty("ToString")!.GetValue(Network(type))!.ToString());
    }

    [Fact]
    public void A_class_of_that_name_compiles() =>
        Assert.Equal("ToString", Network(Load(Definition.Replace("class Net", "class ToString", StringComparison.Ordinal)).GetType("ToString", throwOnError: true)!).ToString());

    private static NetworkSummary Emitted(params string[] sources)
    {
        var model = Load(sources).GetTypes().Single(static t => t.GetMethod("Summary") is not null);
        return (NetworkSummary)model.GetMethod("Summary")!.Invoke(null, [])!;
    }

    private static object Network(Type type) =>
        type.GetMethod("Create")!.Invoke(null, [NetworkWeights.Random((IReadOnlyList<runtime::SsnGen.Layer>)type.GetProperty("Layers")!.GetValue(null)!, seed: 1)])!;

    private static Type Net(string more) => Load(Definition, more).GetType("Net", throwOnError: true)!;

    private static Assembly Load(params string[] sources)
    {
        Compile.Run(Compile.Of(sources), out var output, out _);
        return Compile.Load(output);
    }

    private static string Sample(string file) => File.ReadAllText(Path.Combine(RepositoryPaths.Root, "samples", file));

    private static NetworkSummary Summary(string sample) => TestPlans.Graph(PlanText.Plan(Sample(sample))).Summary();
}
