using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using SsnGen.Files;
using SsnGen.Networks;

namespace SsnGen.Tests.Files;

/// <summary>Headers of 100 MB, made to cost as much as they can: they are refused soon, with little memory and short words.</summary>
[Collection(nameof(HostileHeaderTests))]
[CollectionDefinition(nameof(HostileHeaderTests), DisableParallelization = true)]
public class HostileHeaderTests
{
    private const int Size = 100_000_000;

    // Each takes less than a second where nothing else runs; machines that test are busy.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);
    private const long MostMemory = 500_000_000;
    private static readonly byte[] Memory = new byte[8 + Size];

    public static TheoryData<string, string, string, string> Headers => new()
    {
        { "many tensors", "{", ""","0":{"dtype":"U8","shape":[],"data_offsets":[0,0]}""", "" },
        { "many empty tensors", "{", ""","0":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}""", "" },
        { "many metadata", "{\"__metadata__\":{", ",\"0\":\"\"", "" },
        { "one long name", "{\"", "x", "\":1}" },
        { "one long name of escapes", "{\"", "\\u0061", "\":1}" },
        { "one deep shape", """{"a":{"dtype":"U8","data_offsets":[0,0],"shape":[1""", ",1", "]}}" },
        { "one long dtype", """{"a":{"shape":[],"data_offsets":[0,0],"dtype":" """, "F", "\"}}" },
        { "one long number", """{"a":{"dtype":"U8","data_offsets":[0,0],"shape":[1""", "0", "]}}" },
        { "one long offset", """{"a":{"dtype":"U8","shape":[],"data_offsets":[1""", "0", "]}}" },
        { "one long unknown key", """{"a":{" """, "k", "\":1}}" },
        { "one long metadata key", """{"__metadata__":{" """, "k", "\":1}}" },
        { "one long radius", """{"__metadata__":{"ssngen.radius":" """, "1", "\"}}" },
        { "one long version", """{"__metadata__":{"ssngen.version":" """, "v", "\"}}" },
        { "deep nesting", "{\"a\":", "[", "" },
        { "white space", "{", " ", "x" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void It_is_refused_soon(string what, string start, string repeated, string end)
    {
        var bytes = Bytes(start, repeated, end);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var thrown = Assert.Throws<WeightsException>(() => NetworkWeights.Load(new MemoryStream(bytes)));
        Assert.True(watch.Elapsed < MostTime, $"{what}: {watch.Elapsed}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        Assert.InRange(thrown.Message.Length, 10, 750);
        Assert.InRange(thrown.ToString().Length, 10, 20_000);
    }

    [Fact]
    public void Long_values_are_cut_in_messages()
    {
        var weights = NetworkWeights.Load(new MemoryStream(Bytes("""{"__metadata__":{"ssngen.model":" """, "m", "\"}}")));
        Assert.InRange(Assert.Throws<WeightsException>(() => weights.RequireModel("Any")).Message.Length, 10, 400);
        Assert.InRange(new WeightsException(new string('x', 100_000)).Message.Length, 10, 750);
        var thrown = new WeightsException(new string('f', 1000), new string('t', 1000), new string('p', 1000));
        Assert.InRange(thrown.Message.Length, 300, 750);
        Assert.Equal((1000, 1000), (thrown.File!.Length, thrown.Tensor!.Length));
    }

    [Fact]
    public void As_many_tensors_as_are_supported_are_read()
    {
        var header = new StringBuilder("{");
        for (var i = 0; i < 100_000; i++)
        {
            header.Append(i == 0 ? "" : ",").Append('"').Append(i).Append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }

        var text = header.ToString();
        Assert.Equal(100_000, NetworkWeights.Load(new MemoryStream(Prefixed(Encoding.UTF8.GetBytes(text + "}")))).Names.Count);
        Assert.Contains(
            "more than the supported 100000 tensors",
            Assert.Throws<WeightsException>(() => NetworkWeights.Load(new MemoryStream(Prefixed(Encoding.UTF8.GetBytes(text + ""","x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"""))))).Message,
            StringComparison.Ordinal);
    }

    // Names that should differ are numbered in place; where the text begins with a comma, its first one is left out.
    private static byte[] Bytes(string start, string repeated, string end)
    {
        var bytes = Memory;
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Size);
        var text = bytes.AsSpan(8);
        text.Fill((byte)' ');
        var place = Encoding.UTF8.GetBytes(start.TrimEnd(), text);
        var isNumbered = repeated.StartsWith(",\"0\"", StringComparison.Ordinal);
        var ending = Encoding.UTF8.GetBytes(isNumbered ? "}}" : end);
        var tail = isNumbered ? Encoding.UTF8.GetBytes(repeated[3..]) : [];
        if (!isNumbered)
        {
            var unit = Encoding.UTF8.GetBytes(repeated);
            for (; place + unit.Length + ending.Length <= text.Length; place += unit.Length)
            {
                unit.CopyTo(text[place..]);
            }

            ending.CopyTo(text[place..]);
            return bytes;
        }

        for (var i = 0; place + tail.Length + 16 <= text.Length; i++)
        {
            ReadOnlySpan<byte> before = i == 0 ? "\""u8 : ",\""u8;
            before.CopyTo(text[place..]);
            place += before.Length;
            i.TryFormat(text[place..], out var digits);
            place += digits;
            tail.CopyTo(text[place..]);
            place += tail.Length;
        }

        ending.CopyTo(text[place..]);
        return bytes;
    }

    private static byte[] Prefixed(byte[] header)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header];
    }
}
