using SsnGen.Files;

namespace SsnGen.Tests.Files;

public sealed class SelectionFileTests : IDisposable
{
    private static readonly (string Path, Normalizer Mean, Normalizer Variance)[] Selection =
    [
        ("Stem", Normalizer.Instance, Normalizer.Batch),
        ("Stage2.0.Conv1", Normalizer.Layer, Normalizer.Group),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_has_exactly_this_text()
    {
        Assert.Equal(
            """
            // The normalizers that training selected for each layer of DigitsNet (mean, variance).
            // Written by training, and written over by the next one. Commit it together with the weights of the same
            // training: the network is compiled for this selection, and weights of another one are refused.

            using SsnGen;

            namespace Samples.Digits;

            [Selected("Stem", Normalizer.Instance, Normalizer.Batch)]
            [Selected("Stage2.0.Conv1", Normalizer.Layer, Normalizer.Group)]
            partial class DigitsNet;

            """,
            Write("Samples.Digits.DigitsNet", Selection));
    }

    [Fact]
    public void A_class_in_the_global_namespace_has_no_namespace_line()
    {
        var text = Write("DigitsNet", Selection);
        Assert.DoesNotContain("namespace", text, StringComparison.Ordinal);
        Assert.EndsWith("\npartial class DigitsNet;\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_byte_order_mark_and_no_carriage_return()
    {
        Write("DigitsNet", Selection);
        var bytes = File.ReadAllBytes(_folder.File("DigitsNet.Selection.cs"));
        Assert.Equal((byte)'/', bytes[0]);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Fact]
    public void Paths_are_escaped() =>
        Assert.Contains(
            """[Selected("a\"b\\c\u000Ad\u2028é", Normalizer.Batch, Normalizer.Batch)]""",
            Write("Net", [("a\"b\\c\nd\u2028é", Normalizer.Batch, Normalizer.Batch)]),
            StringComparison.Ordinal);

    [Fact]
    public void Keywords_are_escaped()
    {
        var text = Write("My.event.@class", []);
        Assert.Contains("namespace My.@event;\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\npartial class @class;\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A.")]
    [InlineData(".A")]
    [InlineData("A..B")]
    [InlineData("1A")]
    [InlineData("A+B")]
    [InlineData("A`1")]
    [InlineData("A B")]
    [InlineData("A;B")]
    [InlineData("global::A")]
    [InlineData("@")]
    public void What_is_no_class_name_is_refused(string name)
    {
        var thrown = Assert.Throws<ArgumentException>("fullTypeName", () => Write(name, Selection));
        Assert.Contains($"'{name}'", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_layer_selected_twice_is_refused_and_the_old_file_stays()
    {
        var old = Write("Net", Selection);
        var thrown = Assert.Throws<ArgumentException>(() => Write("Net", [.. Selection, Selection[0]]));
        Assert.Contains("Layer Stem is selected twice.", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllText(_folder.File("DigitsNet.Selection.cs")));
    }

    [Fact]
    public void An_unknown_normalizer_and_an_empty_path_are_refused()
    {
        Assert.Contains("Layer a ", Assert.Throws<ArgumentException>(() => Write("Net", [("a", (Normalizer)9, Normalizer.Batch)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Write("Net", [("", Normalizer.Batch, Normalizer.Batch)]));
    }

    private string Write(string fullTypeName, IEnumerable<(string, Normalizer, Normalizer)> selection)
    {
        var path = _folder.File("DigitsNet.Selection.cs");
        SelectionFile.Write(path, fullTypeName, selection);
        return File.ReadAllText(path);
    }
}
