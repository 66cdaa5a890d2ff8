using System.Buffers.Binary;
using System.Text;
using CsCheck;
using SsnGen.Files;
using SsnGen.Testing;

namespace SsnGen.Tests.Files;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private static readonly Gen<string> GenName = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 1, 8],
        Gen.String[Gen.OneOf('.', 'ä', '"', '\\', '\n', '文', '<', '+', ' ', '\0'), 1, 4]);

    private static readonly Gen<Tensor> GenTensor =
        from name in GenName
        from type in Gen.Enum<SafetensorsType>().Where(static type => type != SafetensorsType.Other)
        from shape in Gen.Int[0, 4].Array[0, 4]
        from bytes in Gen.Byte.Array[shape.Aggregate(SizeOf(type), static (product, size) => product * size)]
        select new Tensor(name, type, shape, bytes);

    private static readonly Gen<Tensor[]> GenTensors =
        GenTensor.Array[0, 8].Select(static tensors => tensors.DistinctBy(static tensor => tensor.Name).ToArray());

    private static readonly Gen<Dictionary<string, string>> GenMetadata = Gen.Dictionary(GenName, GenName)[0, 4];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = _folder.File("weights.safetensors");
        Gen.Select(GenTensors, GenMetadata).Sample(
            (tensors, metadata) =>
            {
                var writer = Writer(tensors, metadata);
                writer.Save(path);
                using (var opened = SafetensorsFile.Open(path))
                {
                    AssertEqual(tensors, metadata, opened);
                }

                using var copied = SafetensorsFile.Read(new MemoryStream(Bytes(writer)));
                AssertEqual(tensors, metadata, copied);
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_order_of_adding() =>
        Gen.Select(GenTensors, GenMetadata).Sample(
            static (tensors, metadata) =>
                Assert.Equal(Bytes(Writer(tensors, metadata)), Bytes(Writer(tensors.Reverse(), metadata.Reverse().ToDictionary()))),
            iter: 200);

    [Fact]
    public void Data_begin_at_a_multiple_of_8_and_tensors_are_aligned_to_their_elements() =>
        Gen.Select(GenTensors, GenMetadata).Sample(
            static (tensors, metadata) =>
            {
                var bytes = Bytes(Writer(tensors, metadata));
                Assert.Equal(0UL, BinaryPrimitives.ReadUInt64LittleEndian(bytes) % 8);
                using var file = SafetensorsFile.Read(new MemoryStream(bytes));
                long start = 0;
                foreach (var tensor in file.Tensors)
                {
                    Assert.Equal(0, start % SizeOf(tensor.Type));
                    start += tensor.ByteCount;
                }
            },
            iter: 200);

    [Fact]
    public void A_file_has_exactly_these_bytes()
    {
        var writer = new SafetensorsWriter(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        writer.Add("z", [1.5f, -0.0f], 2, 1);
        writer.Add("y", SafetensorsType.I64, [1, 2, 3, 4, 5, 6, 7, 8]);
        const string Header =
            """{"__metadata__":{"a":"1","b":"2"},"y":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"z":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}}""";
        Assert.Equal(142, Header.Length);
        byte[] expected = [144, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Header), 32, 32, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0xC0, 0x3F, 0, 0, 0, 0x80];
        Assert.Equal(expected, Bytes(writer));
    }

    [Fact]
    public void A_file_of_another_program_is_read()
    {
        // Unordered keys, no padding, an unaligned header, tensors listed in another order than their data.
        const string Header = """{"b":{"shape":[2],"data_offsets":[1,5],"dtype":"BF16"},"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}""" + "\n ";
        byte[] bytes = [(byte)Header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Header), 1, 0x80, 0x3F, 0x20, 0xC0];
        using var file = SafetensorsFile.Read(new MemoryStream(bytes));
        Assert.Equal(["a", "b"], file.Tensors.Select(static tensor => tensor.Name));
        Assert.Empty(file.Metadata);
        Assert.True(file.TryGetTensor("b", out var tensor));
        Assert.Equal("b: BF16 [2]", tensor.ToString());
        Assert.Equal([1f, -2.5f], file.ToFloats(tensor));
    }

    [Fact]
    public void Floats_of_each_size_are_converted()
    {
        float[] values = [0, 1, -2.5f, 65504, float.PositiveInfinity, float.NaN];
        var writer = new SafetensorsWriter();
        var (half, wide) = (new byte[2 * values.Length], new byte[8 * values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(half.AsSpan(2 * i), (Half)values[i]);
            BinaryPrimitives.WriteDoubleLittleEndian(wide.AsSpan(8 * i), values[i]);
        }

        writer.Add("F16", SafetensorsType.F16, half, 6);
        writer.Add("F32", values, 6);
        writer.Add("F64", SafetensorsType.F64, wide, 6);
        writer.Add("I32", SafetensorsType.I32, new byte[8], 2);
        using var file = SafetensorsFile.Read(new MemoryStream(Bytes(writer)), "some.file");
        foreach (var tensor in file.Tensors.Where(static tensor => tensor.Type != SafetensorsType.I32))
        {
            Assert.Equal(values, file.ToFloats(tensor));
        }

        Assert.True(file.TryGetTensor("I32", out var integers));
        var thrown = Assert.Throws<WeightsException>(() => file.ToFloats(integers));
        Assert.Equal("some.file: tensor 'I32': its dtype is I32, and F32 (or F16, BF16, F64) is needed.", thrown.Message);
    }

    [Fact]
    public void Nothing_is_read_after_disposal_or_from_another_file()
    {
        var path = _folder.File("weights.safetensors");
        var writer = new SafetensorsWriter();
        writer.Add("a", [1f], 1);
        writer.Save(path);
        using var other = SafetensorsFile.Open(path);
        var file = SafetensorsFile.Open(path);
        var tensor = file.Tensors[0];
        Assert.Throws<ArgumentException>(() => other.ToFloats(tensor));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.ToFloats(tensor));
        File.Delete(path);
    }

    [Fact]
    public void The_writer_refuses_what_could_not_be_read()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", [1f, 2f], 2);
        Assert.Contains("'a' already", Assert.Throws<ArgumentException>(() => writer.Add("a", [1f], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("takes 12 bytes, and 8 are given", Assert.Throws<ArgumentException>(() => writer.Add("b", [1f, 2f], 3)).Message, StringComparison.Ordinal);
        Assert.Contains("takes more than", Assert.Throws<ArgumentException>(() => writer.Add("b", [1f], int.MaxValue, int.MaxValue, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("takes 0 bytes", Assert.Throws<ArgumentException>(() => writer.Add("b", [1f], int.MaxValue, int.MaxValue, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("b", SafetensorsType.Other, [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("b", [1f], -1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("b", (SafetensorsType)99, [1], 1));
        Assert.Throws<ArgumentException>(() => writer.Add("", [1f], 1));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", [1f], 1));
        Assert.Throws<ArgumentException>(() => writer.Add("\uD800", [1f], 1));
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter(new Dictionary<string, string> { ["a"] = "\uDC00" }));
        using var file = SafetensorsFile.Read(new MemoryStream(Bytes(writer)));
        Assert.Equal("a", Assert.Single(file.Tensors).Name);
    }

    private static SafetensorsWriter Writer(IEnumerable<Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var writer = new SafetensorsWriter(metadata);
        foreach (var tensor in tensors)
        {
            writer.Add(tensor.Name, tensor.Type, tensor.Bytes, tensor.Shape);
        }

        return writer;
    }

    private static byte[] Bytes(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }

    private static void AssertEqual(Tensor[] tensors, Dictionary<string, string> metadata, SafetensorsFile file)
    {
        Assert.Equal(metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal), file.Metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(tensors.Length, file.Tensors.Count);
        foreach (var expected in tensors)
        {
            Assert.True(file.TryGetTensor(expected.Name, out var actual));
            Assert.Equal(expected.Name, actual.Name);
            Assert.Equal(expected.Type, actual.Type);
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.Equal(expected.Bytes, file.GetBytes(actual).ToArray());
        }
    }

    private static int SizeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.I16 or SafetensorsType.U16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.I32 or SafetensorsType.U32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    private sealed record Tensor(string Name, SafetensorsType Type, int[] Shape, byte[] Bytes);
}
