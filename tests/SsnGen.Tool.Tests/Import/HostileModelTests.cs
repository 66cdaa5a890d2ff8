using Google.Protobuf;
using SsnGen.Tool.Tests.Harness;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Small models that would cost much: they are refused before they do, in short messages.</summary>
public sealed class HostileModelTests
{
    // Nodes of a graph, of two bytes each; with bits in the number of their field that parsers pass over; and what is in no graph.
    [Theory]
    [InlineData("more than", 0x0A, 0x00)]
    [InlineData("more than", 0x8A, 0x80, 0x80, 0x80, 0x10, 0x00)]
    [InlineData("without nodes", 0x7A, 0x00)]
    public void Many_empty_messages_take_no_memory(string reason, params int[] message)
    {
        var nodes = Enumerable.Repeat(Array.ConvertAll(message, static b => (byte)b), 16_000_000 / message.Length).SelectMany(static b => b).ToArray();
        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream, leaveOpen: true);
        output.WriteTag(7, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(nodes));
        output.Flush();
        var bytes = stream.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<ToolException>(() => ImportedModel.Of(bytes));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Weights_that_repeat_themselves_are_refused()
    {
        var m = new ModelBuilder(13, null, 1000);
        var (weights, x) = (m.Random(1000, 1000), "input");
        for (var i = 0; i < 2000; i++)
        {
            x = m.Node("Gemm", [x, weights]);
        }

        Assert.Contains("repeats its values", Assert.Throws<ToolException>(() => ImportedModel.Of(m.Returning(x))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_that_are_read_again_and_again_are_refused()
    {
        var m = new ModelBuilder(13, null, 1000);
        var (column, row, bounds) = (m.Floats(new float[4096], [4096, .. Enumerable.Repeat(1, 15)]), m.Floats(new float[4096], 4096), m.Floats(new float[1 << 22], 1 << 22));
        string[] first = [.. Enumerable.Range(0, 40).Select(_ => m.Node("Clip", ["input", bounds]))];
        var sum = m.Node("Add", [column, row]);
        string[] last = [.. Enumerable.Range(0, 40).Select(_ => m.Node("Clip", ["input", bounds]))];
        var lines = Assert.Throws<ToolException>(() => ImportedModel.Of(m.Returning([.. first, sum, .. last]))).Message.Split('\n');
        Assert.Contains("bounds are no numbers", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, static l => l.Contains("(Add)", StringComparison.Ordinal) && l.Contains("repeats its values", StringComparison.Ordinal));
        Assert.Contains("repeats its values", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Zeros_that_are_added_to_averages_again_and_again_are_refused()
    {
        var m = new ModelBuilder(18, null, 4, 2, 2);
        var (mean, zeros) = (m.Node("ReduceMean", ["input", m.Integers(2, 3)]), m.Floats(new float[1 << 22], 1 << 22));
        string[] sums = [.. Enumerable.Range(0, 80).Select(_ => m.Node("Add", [mean, zeros]))];
        Assert.Contains("repeats its values", Assert.Throws<ToolException>(() => ImportedModel.Of(m.Returning(sums))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_of_more_dimensions_than_any_tensor_are_refused()
    {
        var m = new ModelBuilder(13, null, 4);
        var ones = m.Integers([.. Enumerable.Repeat(1L, 17)]);
        string[] made = [m.Node("Reshape", [m.Number(1), ones]), m.Node("ConstantOfShape", [ones]), m.Node("Mul", ["input", m.Floats([1], [.. Enumerable.Repeat(1, 17)])])];
        var lines = Assert.Throws<ToolException>(() => ImportedModel.Of(m.Returning(made))).Message.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, static l => Assert.Contains("at most 16 are read", l, StringComparison.Ordinal));
    }

    [Fact]
    public void Long_names_take_no_memory()
    {
        var m = new ModelBuilder(13, null, 2000);
        m.Node("Split", ["input"], ("axis", 1));
        var split = m.Model.Graph.Node[^1];
        split.Name = new string('n', 1 << 20) + "/Split";
        split.Output.Clear();
        split.Output.Add(Enumerable.Range(0, 2000).Select(static i => $"part{i}"));
        var model = m.Returning([.. split.Output]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = ImportedModel.Of(model);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void Messages_are_short_lines_whatever_names_say()
    {
        var name = "a\u2028b\u2029c\u0085d\u202Ee\u200Bf\n" + new string('n', 1 << 16);
        var m = new ModelBuilder(13, null, 4);
        m.NamedNode("Relu", name, ["input"], (name, 1));
        m.NamedNode(name, name, [name]);
        m.NamedNode("Relu", name, [m.Named(name, 4)]);
        m.Model.Graph.Initializer[^1].Dims[0] = -1;
        m.NamedNode("MaxPool", "pool", ["input"], ("kernel_shape", Enumerable.Range(0, 1 << 16).ToArray()));
        m.NamedNode("Squeeze", "squeezed", ["input", m.Integers([.. Enumerable.Repeat(0L, 1 << 16)])]);
        var good = m.Node("Relu", ["input"]);
        m.Model.Graph.Node[^1].Output[0] = name + good;
        var lines = Assert.Throws<ToolException>(() => ImportedModel.Of(m.Returning(name + good, name + good))).Message.Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.All(lines, static l => Assert.InRange(l.Length, 10, 1000));
        Assert.All(lines, static l => Assert.True(l.All(ToolOutput.IsPrintable), l));
    }
}
