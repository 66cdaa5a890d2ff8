using System.Text.Json;
using SsnGen.Files;
using SsnGen.Testing;

namespace SsnGen.Tool.Tests;

public sealed class DiffTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_that_differ_are_named_with_how_much()
    {
        var a = Weights("a", static w =>
        {
            w.Add("same", [1, float.NaN], 2);
            w.Add("values", [1, 2, 4], 3);
            w.Add("shape", [1, 2], 2);
            w.Add("first", [1], 1);
            w.Add("nan", [1], 1);
            w.Add("flag", SafetensorsType.I64, BitConverter.GetBytes(0L), 1);
        });
        var b = Weights("b", static w =>
        {
            w.Add("same", [1, float.NaN], 2);
            w.Add("values", [1, 2.5f, 3], 3);
            w.Add("shape", [1, 2], 1, 2);
            w.Add("second", [1], 1);
            w.Add("nan", [float.NaN], 1);
            w.Add("flag", SafetensorsType.I64, BitConverter.GetBytes(1L), 1);
        });
        var run = ToolRun.Of("diff", a, b);

        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.Contains("! name: a -> b\n- first\n+ second\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("! values: 2 values differ, by at most 1, relatively 0.25\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("! shape: F32 [2] -> F32 [1, 2]\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("! nan: 1 values differ, by at most NaN, relatively NaN\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("! flag: 1 values differ, by at most 1, relatively 1\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 tensors agree, 4 differ, 1 only in the first, 1 only in the second\n", run.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(ToolRun.Of("diff", a, b, "--json").Output);
        Assert.Equal("NaN", json.RootElement.GetProperty("changed").EnumerateArray().Single(static t => t.GetProperty("name").GetString() == "nan").GetProperty("absolute").GetString());
        Assert.Equal(0, ToolRun.Of("diff", a, a).ExitCode);
    }

    [Fact]
    public void Integers_are_compared_as_they_are()
    {
        const long Large = 1L << 53;
        var a = Weights("a", static w => w.Add("step", SafetensorsType.I64, [.. BitConverter.GetBytes(Large), .. BitConverter.GetBytes(long.MinValue)], 2));
        var b = Weights("b", static w => w.Add("step", SafetensorsType.I64, [.. BitConverter.GetBytes(Large + 1), .. BitConverter.GetBytes(long.MinValue)], 2));
        var c = Weights("c", static w => w.Add("step", SafetensorsType.I64, [.. BitConverter.GetBytes(Large), .. BitConverter.GetBytes(long.MaxValue)], 2));

        Assert.Contains("! step: 1 values differ, by at most 1, relatively 1.11E-16\n", ToolRun.Of("diff", a, b).Output, StringComparison.Ordinal);
        Assert.Contains("! step: 1 values differ, by at most 1.845E+19, relatively 2\n", ToolRun.Of("diff", a, c).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Selections_are_read_without_compiling_them()
    {
        var a = Source("a.cs", """
            // [Selected("No", Normalizer.Batch, Normalizer.Batch)]
            /* [Selected("Nor", Normalizer.Batch,
               Normalizer.Batch)] */
            using SsnGen;
            [Selected("Stem", Normalizer.Batch, Normalizer.Layer)] // one
            [Selected("A\u0041\"//", Normalizer.Batch, Normalizer.Layer),
             Selected ( "Two" , SsnGen.Normalizer.Group,
                Normalizer.Instance )]
            partial class Net { string url = "http://x"; }
            """);
        var b = Source("b.cs", """
            [Selected("Stem", Normalizer.Batch, Normalizer.Batch)]
            [Selected("AA\"//", Normalizer.Batch, Normalizer.Layer)]
            [Selected("Three", Normalizer.Batch, Normalizer.Layer)]
            partial class Net;
            """);
        var run = ToolRun.Of("diff", a, b);

        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.Equal("- Two\n+ Three\n! Stem: Batch, Layer -> Batch, Batch\n1 layers agree, 1 differ, 1 only in the first, 1 only in the second\n", run.Output);
        Assert.Equal(0, ToolRun.Of("diff", b, b, "--json").ExitCode);
    }

    [Theory]
    [InlineData("\n[Selected(Paths.Stem, Normalizer.Batch, Normalizer.Layer)]", "line 2 has a [Selected] that is not")]
    [InlineData("""[Selected("Stem", Normalizer.Batch, Normalizer.Layr)]""", "line 1 has a [Selected] that is not")]
    [InlineData("""[Selected("Stem", Normalizer.Batch, Normalizer.7)]""", "line 1 has a [Selected] that is not")]
    [InlineData("public sealed partial class Net\n{\n    public partial Layer Stem { get; }\n}", "is no selection")]
    [InlineData("""[Selected("Stem", Normalizer.Batch)]""", "line 1 has a [Selected] that is not")]
    [InlineData("""[Selected("S", Normalizer.Batch, Normalizer.Batch), Selected("S", Normalizer.Batch, Normalizer.Batch)]""", "line 1 selects S a second time")]
    public void Attributes_that_cannot_be_read_are_named(string text, string message)
    {
        var run = ToolRun.Of("diff", Source("a.cs", text), Source("b.cs", ""));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Assert.Equal(2, ToolRun.Of("diff", "digits.safetensors", Source("a.cs", "")).ExitCode);
        Assert.Equal(1, ToolRun.Of("diff", "digits.safetensors", "none.safetensors").ExitCode);
        Assert.Equal(1, ToolRun.Of("diff", Source("a.cs", ""), "none.cs").ExitCode);
    }

    private string Source(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private string Weights(string name, Action<SafetensorsWriter> fill)
    {
        var writer = new SafetensorsWriter(new Dictionary<string, string> { ["name"] = name });
        fill(writer);
        writer.Save(_folder.File(name));
        return _folder.File(name);
    }
}
