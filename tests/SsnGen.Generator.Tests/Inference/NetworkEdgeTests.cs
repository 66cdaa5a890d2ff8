extern alias runtime;

using System.Globalization;
using runtime::SsnGen.Files;
using runtime::SsnGen.Networks;
using runtime::SsnGen.Threading;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Testing;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>The public edge of emitted networks: lengths, memory, files; and the text itself.</summary>
public class NetworkEdgeTests
{
    private static readonly ModelPlan _plan = TestPlans.Residual("Net");
    private static readonly CompiledNetwork _network = CompiledNetwork.Create(_plan);

    [Theory]
    [InlineData(255, 10, "input", "multiple of 256 (1x16x16)")]
    [InlineData(512, 10, "output", "expected 20")]
    [InlineData(512, 21, "output", "expected 20")]
    [InlineData(0, 10, "output", "expected 0")]
    public void Wrong_lengths_are_refused(int inputLength, int outputLength, string argument, string message)
    {
        var input = new float[inputLength];
        var error = Assert.Throws<ArgumentException>(() => _network.Run(input, new float[outputLength], InlineTeam.Instance));
        Assert.Equal(argument, error.ParamName);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{(argument == "input" ? inputLength : outputLength)} values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_over_the_input_is_refused()
    {
        var memory = new float[256];
        Assert.Throws<ArgumentException>("output", () => _network.Run(memory, memory.AsSpan(100, 10), InlineTeam.Instance));
        Assert.Throws<ArgumentNullException>("team", () => _network.Run(memory, new float[10], null!));
    }

    [Fact]
    public void Runs_allocate_nothing()
    {
        var network = CompiledNetwork.Create(TestPlans.Residual("Net", channels: 88, size: 20));
        foreach (var samples in new[] { 1, 4 })
        {
            var input = network.Samples(samples);
            var output = new float[10 * samples];
            foreach (var team in new WorkerTeam[] { InlineTeam.Instance, new OneByOneTeam(2), new OneByOneTeam(64) })
            {
                Assert.Equal(0, Allocation.Least(() => network.Run(input, output, team)));
            }
        }
    }

    [Fact]
    public void The_lengths_of_a_sample_are_constants()
    {
        var type = _network.Type;
        Assert.Equal(256, type.GetField("InputLength")!.GetRawConstantValue());
        Assert.Equal(10, type.GetField("OutputLength")!.GetRawConstantValue());
        Assert.Empty(type.GetConstructors());
    }

    [Fact]
    public void Loading_checks_the_selection_that_the_network_was_compiled_for()
    {
        var load = _network.Type.GetMethod("Load", [typeof(Stream), typeof(LoadOptions)])!.CreateDelegate<Func<Stream, LoadOptions?, object>>();
        using var same = Save(_network, _plan.SelectionHash);
        Assert.IsType(_network.Type, load(same, null));
        using var other = Save(_network, new string('0', 32));
        var error = Assert.Throws<WeightsException>(() => load(other, null));
        Assert.Contains(_plan.SelectionHash, error.Message, StringComparison.Ordinal);
        Assert.Contains("Compiled.Networks.Net", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_weights_are_named()
    {
        var type = _network.Type;
        var other = NetworkWeights.Random(TestPlans.Layers(TestPlans.Residual("Other", channels: 20)), seed: 1);
        var error = Assert.Throws<System.Reflection.TargetInvocationException>(() => type.GetMethod("Create")!.Invoke(null, [other]));
        Assert.Contains("Layer0.conv.weight", Assert.IsType<WeightsException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_is_the_same_in_every_culture()
    {
        var expected = CompiledNetwork.Text(_plan);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // Invariant data only on test machines, so the digits and signs are made hostile by hand.
            var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            hostile.NumberFormat.NegativeSign = "~";
            hostile.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = hostile;
            Assert.Equal(expected, CompiledNetwork.Text(_plan));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void The_text_says_what_is_live_and_what_selected_it()
    {
        var text = CompiledNetwork.Text(_plan);
        Assert.Contains("Layer2: 3x3 convolution, padding 1, 16x16x16 -&gt; 16x16x16,", text, StringComparison.Ordinal);
        Assert.Contains("normalized: [Selected(\"Layer\", Normalizer.Layer, Normalizer.Instance)], once the sample is complete", text, StringComparison.Ordinal);
        Assert.Contains("normalized: [Selected(\"Layer\", Normalizer.Batch, Normalizer.Batch)], folded into the weights", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_may_live_outside_of_a_namespace_and_have_members_of_any_name()
    {
        var shape = new Shape(3, 4, 4);
        var layer = TestPlans.Layer(0, shape, shape, TestPlans.Conv(3, 1, 1, 1, 1, Bias: true), TestPlans.Selected(Normalizer.Layer, Normalizer.Layer));
        string[] names = ["class", "Run", "Steps", "Planes", "PackInput", "UnpackOutput"];
        var layers = names.Select((name, i) => layer with { Index = i, Declared = i, Value = i + 1, Sources = new([i]), Path = name, Identifier = name });
        var network = CompiledNetwork.Create(TestPlans.Model("Net", shape, [.. layers]) with { Namespace = "" });
        Assert.Equal("Net", network.Type.FullName);
        Assert.Equal(shape.Length, network.Run(network.Samples(1)).Length);
    }

    private static MemoryStream Save(CompiledNetwork network, string selectionHash)
    {
        var writer = new SafetensorsWriter(WeightsMetadata.Create(network.Plan.FullName, selectionHash, radius: 1));
        foreach (var (name, shape) in Tensors(network.Plan))
        {
            writer.Add(name, network.Weights.Get(name, shape), shape);
        }

        var stream = new MemoryStream();
        writer.WriteTo(stream);
        stream.Position = 0;
        return stream;
    }

    private static IEnumerable<(string Name, int[] Shape)> Tensors(ModelPlan plan)
    {
        foreach (var layer in plan.Layers)
        {
            var outputs = layer.Output.Channels;
            if (layer.Producer is Producer.Conv conv)
            {
                yield return ($"{layer.Path}.conv.weight", [outputs, layer.Input.Channels, conv.Window.Rows.Kernel, conv.Window.Columns.Kernel]);
            }
            else if (layer.Producer is Producer.Linear)
            {
                yield return ($"{layer.Path}.linear.weight", [outputs, layer.Input.Length]);
                yield return ($"{layer.Path}.linear.bias", [outputs]);
            }

            foreach (var part in layer.Normalization is null ? [] : new[] { "weight", "bias", "running_mean", "running_var" })
            {
                yield return ($"{layer.Path}.norm.{part}", [outputs]);
            }
        }
    }
}
