using System.Buffers.Binary;
using System.Text;
using SsnGen.Files;
using SsnGen.Testing;

namespace SsnGen.Tests.Files;

public sealed class SafetensorsMalformedTests : IDisposable
{
    private const string A = """ "a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]} """;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, int, string> Headers => new()
    {
        { "not an object", "[]", 0, "the header does not begin with '{'" },
        { "white space first", " {}", 0, "the header does not begin with '{'" },
        { "empty", "", 0, "the header does not begin with '{'" },
        { "unfinished", "{", 0, "the header is not valid JSON" },
        { "comment", "{/**/}", 0, "the header is not valid JSON" },
        { "trailing comma", "{" + A + ",}", 4, "the header is not valid JSON" },
        { "text after the object", "{} x", 0, "the header is not valid JSON" },
        { "two objects", "{}{}", 0, "the header is not valid JSON" },
        { "half a surrogate pair", """{"\uD800":1}""", 0, "the header is not valid JSON" },
        { "too deep", """{"a":{"shape":[[[[1]]]]}}""", 0, "tensor 'a': the shape needs whole numbers" },
        { "entry not an object", """{"a":1}""", 0, "tensor 'a': the header needs an object" },
        { "duplicate name", "{" + A + "," + A + "}", 4, "tensor 'a': the header has it twice" },
        { "duplicate escaped name", "{" + A + "," + A.Replace("\"a\"", "\"\\u0061\"", StringComparison.Ordinal) + "}", 4, "tensor 'a': the header has it twice" },
        { "duplicate dtype", """{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "tensor 'a': the header has 'dtype' twice" },
        { "duplicate shape", """{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4, "tensor 'a': the header has 'shape' twice" },
        { "duplicate offsets", """{"a":{"data_offsets":[0,4],"data_offsets":[0,4]}}""", 4, "tensor 'a': the header has 'data_offsets' twice" },
        { "unknown key", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"strides":[1]}}""", 4, "tensor 'a': the header has the unknown key 'strides'" },
        { "no dtype", """{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "tensor 'a': the header has no 'dtype'" },
        { "no shape", """{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "tensor 'a': the header has no 'shape'" },
        { "no offsets", """{"a":{"dtype":"F32","shape":[1]}}""", 4, "tensor 'a': the header has no 'data_offsets'" },
        { "offsets of an unknown dtype swapped", """{"a":{"dtype":"F31","shape":[1],"data_offsets":[4,0]}}""", 4, "tensor 'a': its data_offsets are [4, 0]" },
        { "unknown dtype beyond the file", """{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,5]}}""", 4, "tensor 'a': the file is truncated" },
        { "dtype of many letters", """{"a":{"dtype":"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF","shape":[1],"data_offsets":[0,4]}}""", 4, "tensor 'a': its dtype is a text of 33 bytes" },
        { "dtype a number", """{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""", 4, "tensor 'a': the header needs a string as dtype" },
        { "shape a number", """{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "tensor 'a': the header needs an array as shape" },
        { "negative shape", """{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4, "tensor 'a': the shape needs whole numbers" },
        { "fractional shape", """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "tensor 'a': the shape needs whole numbers" },
        { "shape beyond an int", """{"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}}""", 4, "tensor 'a': the shape needs whole numbers" },
        { "product beyond an int", """{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}}""", 0, "tensor 'a': F32 [65536, 65536] needs more than the supported 2147483591 bytes" },
        { "product beyond a long", """{"a":{"dtype":"F64","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", 8, "needs more than" },
        { "one offset", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""", 4, "tensor 'a': the header needs two numbers as data_offsets" },
        { "three offsets", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4, "tensor 'a': the header needs two numbers as data_offsets" },
        { "fractional offset", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4.5]}}""", 4, "tensor 'a': data_offsets need whole numbers" },
        { "offset beyond a long", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551616]}}""", 4, "tensor 'a': data_offsets need whole numbers" },
        { "negative offsets", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "tensor 'a': its data_offsets are [-4, 0]" },
        { "offsets swapped", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "tensor 'a': its data_offsets are [4, 0]" },
        { "offsets that overflow", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[9223372036854775807,-9223372036854775808]}}""", 4, "tensor 'a': its data_offsets are" },
        { "size not shape times dtype", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "F32 [2] takes 8 bytes" },
        { "range beyond the file", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "tensor 'a': the file is truncated: its data end at byte 8 of 4" },
        { "gap at the start", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor 'a': there is a gap before it" },
        { "gap", "{" + A + ""","b":{"dtype":"U8","shape":[1],"data_offsets":[5,6]}}""", 6, "tensor 'b': there is a gap before it" },
        { "overlap", "{" + A + ""","b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}""", 5, "tensor 'b': it overlaps the tensor before it" },
        { "the same bytes twice", "{" + A + ""","b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "it overlaps the tensor before it" },
        { "trailing bytes", "{" + A + "}", 5, "1 bytes follow the data of the last tensor" },
        { "data without a tensor", "{}", 3, "3 bytes follow the data of the last tensor" },
        { "metadata not an object", """{"__metadata__":"x"}""", 0, "the header needs an object of strings" },
        { "metadata of numbers", """{"__metadata__":{"radius":1}}""", 0, "the header needs a string as the value of 'radius'" },
        { "nested metadata", """{"__metadata__":{"x":{"y":"z"}}}""", 0, "the header needs a string as the value of 'x'" },
        { "duplicate metadata key", """{"__metadata__":{"x":"1","x":"2"}}""", 0, "__metadata__ has the key 'x' twice" },
        { "metadata twice", """{"__metadata__":{},"__metadata__":{}}""", 0, "the header has it twice" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_malformed_header_is_refused(string what, string header, int dataLength, string message)
    {
        Assert.NotEmpty(what);
        byte[] bytes = [.. Prefix(Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. new byte[dataLength]];
        var path = _folder.File("bad.safetensors");
        File.WriteAllBytes(path, bytes);

        var fromFile = Assert.Throws<WeightsException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith(path + ": ", fromFile.Message, StringComparison.Ordinal);
        Assert.Contains(message, fromFile.Message, StringComparison.Ordinal);
        Assert.Equal(path, fromFile.File);

        var fromStream = Assert.Throws<WeightsException>(() => SafetensorsFile.Read(new MemoryStream(bytes), path));
        Assert.Equal(fromFile.Message, fromStream.Message);
    }

    [Fact]
    public void Invalid_utf8_is_refused()
    {
        byte[] header = [.. "{\""u8, 0xFF, .. "\":{}}"u8];
        var thrown = Assert.Throws<WeightsException>(() => Read([.. Prefix(header.Length), .. header]));
        Assert.Contains("the header is not valid JSON", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3UL, "the file is truncated: its header has 3 bytes, and only 2 follow")]
    [InlineData(100_000_000UL, "the file is truncated: its header has 100000000 bytes, and only 2 follow")]
    [InlineData(100_000_001UL, "it claims a header of 100000001 bytes, and at most 100000000 are allowed")]
    [InlineData(ulong.MaxValue, "it claims a header of 18446744073709551615 bytes")]
    public void A_header_longer_than_the_file_is_refused_without_reserving_its_memory(ulong size, string message)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var thrown = Assert.Throws<WeightsException>(() => Read([.. prefix, .. "{}"u8]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        var bytes = Sample();
        var path = _folder.File("cut.safetensors");
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<WeightsException>(() => SafetensorsFile.Open(path));
            Assert.Throws<WeightsException>(() => Read(bytes[..length]));
        }

        Read(bytes);
    }

    [Fact]
    public void A_flipped_bit_gives_a_readable_file_or_is_refused()
    {
        var bytes = Sample();
        var refused = 0;
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Read(bytes);
            }
            catch (WeightsException)
            {
                refused++;
            }

            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        // The prefix alone is 64 bits, of which each changes where the data begin.
        Assert.InRange(refused, 64, (8 * bytes.Length) - 1);
    }

    private static byte[] Sample()
    {
        var writer = new SafetensorsWriter(new Dictionary<string, string> { ["ssngen.radius"] = "0.5" });
        writer.Add("Stem.conv.weight", [1f, 2f, 3f, 4f], 1, 1, 2, 2);
        writer.Add("Stem.norm.weight", [1f], 1);
        writer.Add("steps", SafetensorsType.I64, new byte[8], 1);
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }

    private static void Read(byte[] bytes)
    {
        using var file = SafetensorsFile.Read(new MemoryStream(bytes));
        foreach (var tensor in file.Tensors)
        {
            Assert.Equal(tensor.ByteCount, file.GetBytes(tensor).Length);
        }
    }

    private static byte[] Prefix(int size)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, size);
        return prefix;
    }
}
