using System.Numerics;
using System.Text;
using CsCheck;
using Razorvine.Pickle;
using SsnGen.Tool.Pickles;

namespace SsnGen.Tool.Tests.Torch;

public sealed class PickleReaderTests
{
    public static TheoryData<string, string> Values => new()
    {
        { "N.", "None" },
        { "I01\n.", "true" },
        { "I-12\n.", "-12" },
        { "L123456789012345678901234567890L\n.", "123456789012345678901234567890" },
        { "\u008a\u0002\u00ff\u007f.", "32767" },
        { "\u008b\u0001\0\0\0\u00ff.", "-1" },
        { "F0.5\n.", "0.5" },
        { "S'a\\x41\\n\\\\'\n.", "'aA\n\\'" },
        { "Vx\\u00e9y\n.", "'x\u00e9y'" },
        { "U\u0003abc.", "'abc'" },
        { "T\u0002\0\0\0hi.", "'hi'" },
        { "\u008c\u0002hi.", "'hi'" },
        { "\u008d\u0002\0\0\0\0\0\0\0hi.", "'hi'" },
        { "C\u0002hi.", "2 bytes" },
        { "\u0080\u0005\u0095\u0004\0\0\0\0\0\0\0]\u0094K\u0001a.", "[1]" },
        { "(K\u0001K\u0002l.", "[1, 2]" },
        { "(K\u0001K\u0002t.", "(1, 2)" },
        { "(K\u0001K\u0002d.", "{1: 2}" },
        { "K\u0001K\u0002\u0086.", "(1, 2)" },
        { "}q\0(K\u0001h\0u.", "{1: ...}" },
        { "]p7\n0g7\n.", "[]" },
        { "K\u00012\u0086.", "(1, 1)" },
        { "(K\u00010K\u00020t.", "()" },
        { "(K\u00011K\u0003.", "3" },
        { "K\u0005(0.", "5" },
        { "\u008f(K\u0001\u0090.", "[1]" },
        { "(K\u0001\u0091.", "(1)" },
        { "\u008c\u0002os\u008c\u0006system\u0093.", "os.system" },
        { "cos\nsystem\n(S'rm'\ntR.", "os.system('rm')" },
        { "(S'rm'\nios\nsystem\n.", "os.system('rm')" },
        { "(cos\nsystem\nS'rm'\no.", "os.system('rm')" },
        { "cbuiltins\nobject\n)\u0081.", "builtins.object()" },
        { "cbuiltins\nobject\n)}\u0092.", "builtins.object({})" },
        { "ccollections\nOrderedDict\n(](K\u0001K\u0002\u0086etR.", "{1: 2}" },
        { "c__builtin__\nset\n(](K\u0001etR.", "[1]" },
        { "cx\ny\n)R}K\u0001K\u0002sb.", "x.y()" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Operations_mean_what_pickletools_says(string pickle, string expected) => Assert.Equal(expected, Words(Read(pickle)));

    [Theory]
    [InlineData("", "it ends early")]
    [InlineData(".", "an empty stack")]
    [InlineData("X\u0004\0\0\0ab.", "it ends early")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f.", "")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff.", "negative length")]
    [InlineData("X\u0001\0\0\0\u00ff.", "not valid UTF-8")]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.", "")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f.", "an integer has 2147483647 bytes")]
    [InlineData("g5\n.", "what it has not made")]
    [InlineData("t.", "a mark that it has not set")]
    [InlineData("K\u0001(\u0085.", "an empty stack")]
    [InlineData("](K\u0001d.", "a key has no value")]
    [InlineData("K\u0001K\u0002a.", "no list")]
    [InlineData("K\u0001K\u0002K\u0003s.", "no dictionary")]
    [InlineData("K\u0001K\u0002R.", "no tuple")]
    [InlineData("K\u0001K\u0002\u0093.", "no text")]
    [InlineData("\u0080\u0006.", "protocol 6")]
    [InlineData("\u0082\u0001.", "not in the file")]
    [InlineData("?.", "the operation 63")]
    [InlineData("Px\n.", "persistent id")]
    [InlineData("Ix\n.", "an integer is none")]
    [InlineData("Fx\n.", "a number is none")]
    [InlineData("Sx\n.", "no quotes")]
    public void What_makes_no_sense_is_refused(string pickle, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Read(pickle)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "}", "")]
    [InlineData("", "(", "")]
    [InlineData("", "N", "")]
    [InlineData("]", "2", "")]
    [InlineData("", "K\u0001", "")]
    [InlineData("](", "K\u0001", "e.")]
    [InlineData("N", "\u0094", "")]
    [InlineData("L", "7", "L\n.")]
    [InlineData("V", "x", "\n.")]
    [InlineData("](K\u0001K\u0001K\u0001K\u0001K\u0001eq\0ccollections\nOrderedDict\nq\u0001", "h\u0001h\0\u0085R", ".")]
    [InlineData("X\u0000\u0000\u0001\u0000", "a", "")]
    public void A_long_pickle_is_refused_with_little_memory_and_soon(string start, string repeated, string end)
    {
        const int Size = 20_000_000;
        var unit = Encoding.Latin1.GetBytes(repeated);
        var middle = new byte[Size / unit.Length * unit.Length];
        for (var i = 0; i < middle.Length; i++)
        {
            middle[i] = unit[i % unit.Length];
        }

        byte[] bytes = [.. Encoding.Latin1.GetBytes(start), .. middle, .. Encoding.Latin1.GetBytes(end)];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => PickleReader.Read(new MemoryStream(bytes), new PickleHost()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000_000);
    }

    [Fact]
    public void A_text_that_is_copied_again_and_again_is_paid_for()
    {
        var pickle = new PickleBuilder().Text(new string('a', 1_000_000)).Do("q\0cx\n_\nq\u0001").Global("_codecs", "encode").Do("q\u0002").Text("latin1").Do("q\u0003");
        for (var i = 0; i < 10_000; i++)
        {
            pickle.Do("h\u0002h\0h\u0003\u0086R0");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => PickleReader.Read(new MemoryStream(pickle.Stop().Bytes), new PickleHost()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000_000);
    }

    [Fact]
    public void What_another_writer_pickles_is_read()
    {
        var leaf = Gen.OneOf(Gen.Int.Select(static v => (object)v), Gen.Double.Select(static v => (object)v), Gen.String.Select(static v => (object)v), Gen.Bool.Select(static v => (object)v), Gen.Long.Select(static v => (object)v));
        var value = Gen.OneOf(leaf, leaf.Array.Select(static v => (object)v), leaf.List.Select(static v => (object)v), Gen.Dictionary(Gen.String, leaf).Select(static v => (object)v));
        value.Sample(
            static v =>
            {
                var expected = Words(v switch
                {
                    Dictionary<string, object> map => map.Aggregate(new PickleDict(), static (d, e) => { d.Add(e.Key, e.Value); return d; }),
                    List<object> list => list.Cast<object?>().ToList(),
                    object[] array => array.Cast<object?>().ToArray(),
                    _ => v,
                });
                return Words(PickleReader.Read(new MemoryStream(new Pickler().dumps(v)), new PickleHost())) == expected;
            },
            iter: 1000);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        string[] operations = ["N", "K\u0001", "(", "t", "]", "}", "a", "e", "s", "u", "X\u0001\0\0\0a", "q\0", "h\0", "2", "0", "1", "R", "b", "cx\ny\n", ".", "\u0085", "\u0081", "l", "d", "\u0093", "Q", "\u0094", "o"];
        var programs = Gen.Int[0, operations.Length - 1].Array[0, 30].Select(o => Encoding.Latin1.GetBytes(string.Concat(o.Select(i => operations[i]))));
        Gen.OneOf(Gen.Byte.Array[0, 60], programs).Sample(
            static bytes =>
            {
                try
                {
                    PickleReader.Read(new MemoryStream(bytes), new PickleHost());
                }
                catch (FormatException)
                {
                }
            },
            iter: 10_000);
    }

    private static object? Read(string pickle) => PickleReader.Read(new MemoryStream(Encoding.Latin1.GetBytes(pickle)), new PickleHost());

    private static string Words(object? value, int depth = 0) => depth > 3 ? "..." : value switch
    {
        null => "None",
        true => "true",
        false => "false",
        string text => $"'{text}'",
        byte[] bytes => $"{bytes.Length} bytes",
        int or long or BigInteger or double => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
        List<object?> list => $"[{string.Join(", ", list.Select(v => Words(v, depth + 1)))}]",
        object?[] tuple => $"({string.Join(", ", tuple.Select(v => Words(v, depth + 1)))})",
        PickleDict dictionary => depth > 0 && dictionary.Items.Any(i => i.Value == (object)dictionary) ? "..." : $"{{{string.Join(", ", dictionary.Items.Select(e => $"{Words(e.Key, depth + 1)}: {(e.Value == (object)dictionary ? "..." : Words(e.Value, depth + 1))}"))}}}",
        PickleGlobal global => global.ToString(),
        PickleObject made => $"{Words(made.Callee, depth + 1)}({string.Join(", ", made.Arguments.Select(v => Words(v, depth + 1)))})",
        _ => throw new InvalidOperationException($"{value.GetType()} is no value of a pickle."),
    };
}
