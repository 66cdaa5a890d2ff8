using System.Globalization;
using Digits;
using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

public sealed class NetworkSummaryTests
{
    private static readonly Shape _picture = new(3, 8, 6);

    // Weights, γ and β, and two times three control parameters.
    [Theory]
    [InlineData("Stem", (16 * 1 * 9) + 32 + 6, 16 * 1 * 9 * 256)]
    [InlineData("Stage1.0.Conv1", (16 * 16 * 9) + 32 + 6, 16 * 16 * 9 * 256)]
    [InlineData("Stage2.0.Conv1", (32 * 16 * 9) + 64 + 6, 32 * 16 * 9 * 64)]
    [InlineData("Stage2.0.Shortcut", (32 * 16) + 64 + 6, 32 * 16 * 64)]
    [InlineData("Stage2.0.Conv2", (32 * 32 * 9) + 64 + 6, 32 * 32 * 9 * 64)]
    [InlineData("Pool", 0, 0)]
    [InlineData("Classifier", (10 * 32) + 10, 10 * 32)]
    public void Rows_count_what_is_learned_and_what_is_multiplied(string path, long parameters, long multiplyAdds)
    {
        var row = DigitsNet.Summary().Layers.Single(l => l.Layer.Path == path);
        Assert.Equal((parameters, multiplyAdds), (row.Parameters, row.MultiplyAdds));
    }

    [Fact]
    public void Totals_are_those_of_the_rows_and_memory_is_what_the_network_has()
    {
        var summary = DigitsNet.Summary();
        Assert.Equal(19_742, summary.Parameters);
        Assert.Equal(4 * 19_742, summary.ParameterBytes);
        Assert.Equal(2_134_336, summary.MultiplyAdds);
        Assert.Equal("Digits.DigitsNet", summary.Name);
        Assert.Equal(DigitsNet.SelectionHash, summary.SelectionHash);
        Assert.Equal(DigitsNet.WorkspaceBytes, summary.Memory!.WorkingBytes);
        Assert.Same(DigitsNet.Graph, summary.Graph);
        Assert.Equal(DigitsNet.Layers, summary.Layers.Select(static l => l.Layer));
    }

    [Fact]
    public void A_graph_by_itself_has_a_summary_without_what_only_its_class_knows()
    {
        var (graph, own) = (DigitsNet.Graph.Summary(), DigitsNet.Summary());
        Assert.Equal((null, null, null), (graph.Name, graph.SelectionHash, graph.Memory));
        Assert.Equal(own.Layers, graph.Layers);
        var text = graph.ToString();
        Assert.DoesNotContain("memory", text, StringComparison.Ordinal);
        Assert.StartsWith("takes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_the_same_in_every_culture()
    {
        var summary = DigitsNet.Summary() with { Sizes = [new(DigitsNet.Graph, new(1_234_567, 0))] };
        var (expected, row) = (summary.ToString(), summary.Layers[0].ToString());
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // Invariant data only on test machines, so the separators are made hostile by hand.
            var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            hostile.NumberFormat.NumberGroupSeparator = "'";
            hostile.NumberFormat.NumberDecimalSeparator = ",";
            hostile.NumberFormat.NumberGroupSizes = [2];
            CultureInfo.CurrentCulture = hostile;
            Assert.Equal("12'34,50", 1234.5.ToString("N2", CultureInfo.CurrentCulture));
            Assert.Equal(expected, summary.ToString());
            Assert.Equal(row, summary.Layers[0].ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.Contains("1,234,567 bytes (1.2 MiB)", expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transposed_convolution_uses_each_weight_for_each_pixel_that_it_reads()
    {
        // As an ordinary one whose weights are spread: 3 to 5 channels, 2x2 taps, from 8x6 pixels.
        var layer = Layers.Of(new Producer.ConvTranspose(5, new Window(2, 2), 0, Bias: true), _picture, new Shape(5, 16, 12));
        var row = new NetworkGraph([layer]).Summary().Layers[0];
        Assert.Equal((3 * 5 * 4) + 5, row.Parameters);
        Assert.Equal(3 * 5 * 4 * 48, row.MultiplyAdds);
    }

    [Fact]
    public void Groups_leave_weights_out()
    {
        var layer = Layers.Of(Layers.Conv(Kernel: 3, Stride: 2, Padding: 1, Dilation: 1, Groups: 3, Bias: false), _picture, new Shape(6, 4, 3));
        var row = new NetworkGraph([layer]).Summary().Layers[0];
        Assert.Equal((6 * 1 * 9, 6 * 1 * 9 * 12), (row.Parameters, row.MultiplyAdds));
    }

    [Fact]
    public void What_has_no_weights_multiplies_nothing_and_slopes_are_parameters()
    {
        var pool = Layers.Of(new Producer.AveragePool(new Window(2, 2)), _picture, new Shape(3, 4, 3), path: "Pool");
        var slopes = Layers.Of(new Producer.PRelu(PerChannel: true), pool.Output, pool.Output, source: pool, path: "Slopes");
        var rows = new NetworkGraph([pool, slopes]).Summary().Layers;
        Assert.Equal([(0, 0), (3, 0)], rows.Select(static r => (r.Parameters, r.MultiplyAdds)));
    }

    [Fact]
    public void Control_parameters_count_where_there_is_a_choice_and_once_where_they_are_shared()
    {
        Assert.Equal(6, Parameters(Layers.Choice(Normalizer.Batch)));
        Assert.Equal(6 + 4, Parameters(Layers.Choice(Normalizer.Instance, Normalizer.Batch)));
        Assert.Equal(6 + 3, Parameters(Layers.Choice(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch) with { SharedRatios = true }));

        static long Parameters(Normalization normalization) => new NetworkGraph([Layers.Identity(_picture, normalization)]).Summary().Parameters;
    }

    [Fact]
    public void A_row_says_what_it_reads_unless_that_is_the_layer_before_it()
    {
        var input = Layers.Input(_picture);
        var first = Layers.Identity(_picture, activation: new Activation.Relu(), source: input, path: "First");
        var second = Layers.Identity(_picture, source: input, path: "Second");
        var third = new Layer { Path = "Third", Sources = [first, second], Output = new(6, 8, 6), Producer = new Producer.Identity(), Dropout = 0.25f };
        var last = new Layer { Path = "Last", Sources = [third], Output = new(6, 8, 6), Producer = new Producer.Identity(), Tail = [new TailStep.Multiply(third), new TailStep.Add(third)] };
        Assert.Equal(
            ["Relu", "from input", "First and Second joined, dropout 0.25", "times Third, plus Third"],
            new NetworkGraph([first, second, third, last]).Summary().Layers.Select(static l => l.Words));
    }

    [Fact]
    public void What_is_too_wide_continues_on_the_next_line()
    {
        var layers = new List<Layer> { Layers.Identity(_picture, path: "First") };
        layers.Add(new Layer
        {
            Path = "Second",
            Sources = [layers[0]],
            Output = _picture,
            Producer = new Producer.Conv(3, new Window(3, padding: 1), 1, Bias: true),
            Tail = [.. Enumerable.Repeat(new TailStep.Add(layers[0]), 20)],
        });
        var lines = new NetworkGraph(layers).Summary().ToString().Split('\n');
        Assert.All(lines, static l => Assert.InRange(l.Length, 0, 120));
        var row = lines.SkipWhile(static l => !l.StartsWith("Second", StringComparison.Ordinal)).TakeWhile(static l => l.Length > 0).ToArray();
        Assert.Equal(20, row.Sum(static l => l.Split("plus").Length - 1));
        Assert.True(row.Length > 2);
        Assert.All(row.Skip(1), static l => Assert.StartsWith("        ", l, StringComparison.Ordinal));
    }

    [Fact]
    public void A_word_wider_than_the_table_is_not_cut()
    {
        var path = new string('a', 200);
        var layer = Layers.Identity(_picture, path: path);
        var next = new Layer { Path = "b", Sources = [layer], Output = _picture, Producer = new Producer.Identity(), Tail = [new TailStep.Add(layer)] };
        var words = new NetworkGraph([layer, next]).Summary().ToString().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, words.Count(w => w == path));
    }

    [Fact]
    public void A_network_that_does_not_run_on_the_processor_says_so() =>
        Assert.Contains("there is no collapsed network with memory of its own on the processor", (DigitsNet.Graph.Summary() with { Name = "Net" }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Other_sizes_say_what_they_add()
    {
        var text = (DigitsNet.Summary() with { Sizes = [new(DigitsNet.Graph, new(2048, 0)), new(DigitsNet.Graph, new(2048, 1024)), new(DigitsNet.Graph, null)] }).ToString();
        Assert.EndsWith(
            """
            for 16x16          2,134,336 multiply-adds, 2,048 bytes (2.0 KiB) of working memory, the same packed parameters
            for 16x16          2,134,336 multiply-adds, 2,048 bytes (2.0 KiB) of working memory,
                               1,024 bytes (1.0 KiB) of packed parameters of its own
            for 16x16          2,134,336 multiply-adds
            """,
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_beyond_64_bits_are_an_error_and_not_another_number()
    {
        var producer = new Producer.Conv(1 << 30, new Window(1 << 14, padding: 1 << 13), 1, Bias: false);
        var layer = new Layer { Path = "Huge", Sources = [Layers.Input(new(1 << 30, 1, 1))], Output = new(1 << 30, 1, 1), Producer = producer };
        Assert.Throws<OverflowException>(() => new NetworkGraph([layer]).Summary());
    }
}
