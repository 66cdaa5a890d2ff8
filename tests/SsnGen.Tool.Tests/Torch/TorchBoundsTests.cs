using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SsnGen.Files;
using SsnGen.Testing;
using SsnGen.Tool.Pickles;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Tests.Torch;

/// <summary>What a file claims costs no more than it could be worth.</summary>
public sealed class TorchBoundsTests : IDisposable
{
    private const long MostMemory = 600_000_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string In => _folder.File("in.pth");

    [Fact]
    public void A_tensor_that_is_made_by_what_makes_it_is_no_recursion()
    {
        const int Levels = 300_000;
        var pickle = new PickleBuilder().Global("torch._tensor", "_rebuild_from_type_v2").Do("q\0");
        pickle.Do(string.Concat(Enumerable.Repeat("(h\0N", Levels)) + ")" + string.Concat(Enumerable.Repeat("Nt", Levels)) + "R");
        TorchWriter.Zip(In, new Parts([pickle.Bytes]));
        Assert.Contains("nested more than", Assert.Throws<WeightsException>(() => TensorFile.Open(In)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_names_of_many_tensors_are_refused()
    {
        const int Depth = 30;
        var start = new PickleBuilder();
        for (var i = 0; i < Depth; i++)
        {
            start.Do("}(").Text(new string('a', 1000));
        }

        start.Do("](");
        var end = string.Concat(Enumerable.Repeat("h\0", 10_000));
        Refused(new Parts([start.Bytes, TorchValue.Floats([1], 1), new PickleBuilder().Do("q\0" + end + "e" + new string('u', Depth)).Bytes]), "the names in it have more than 50000000 characters");
    }

    [Fact]
    public void Long_names_of_classes_of_many_values_are_refused()
    {
        var pickle = new PickleBuilder().Do("}(K\0").Global(new string('m', 60_000), new string('n', 60_000)).Do(")Rq\0");
        for (var i = 1; i < 10_000; i++)
        {
            pickle.Int(i).Do("h\0");
        }

        Refused(new Parts([pickle.Do("u").Bytes]), "the names in it have more than 50000000 characters");
    }

    [Fact]
    public void Sizes_of_entries_are_summed_without_overflow()
    {
        File.WriteAllBytes(In, Zip64([("x/data.pkl", ")."u8.ToArray(), null), ("x/data/0", [1], long.MaxValue)]));
        Assert.Contains("no weights are compressed so much", Assert.Throws<WeightsException>(() => TensorFile.Open(In)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(In, Zip64([("x/data.pkl", ")."u8.ToArray(), null), ("x/data/0", [1], 1)]));
        TensorFile.Open(In).Dispose();
    }

    [Fact]
    public void A_type_beside_a_storage_is_bounded_by_its_bytes()
    {
        var ten = new TorchValue("FloatStorage", 4, [.. Enumerable.Range(1, 5).SelectMany(static i => BitConverter.GetBytes((double)i))], [5]) { Type = "float64" };
        TorchWriter.Zip(In, new Dictionary<string, object> { ["x"] = ten, ["y"] = ten with { Type = "int8", Shape = [40], Strides = [1] } });
        using (var file = TensorFile.Open(In))
        {
            Assert.Equal([1f, 2, 3, 4, 5], file.ToFloats(file.Tensors[0]));
            Assert.Equal(40, file.ToLongs(file.Tensors[1]).Length);
        }

        File.Delete(In);
        Refused(new Dictionary<string, object> { ["x"] = ten with { Shape = [10], Strides = [1] } }, "reaches to element 9 of a storage of 5");
    }

    [Fact]
    public void A_storage_of_an_unknown_class_is_listed_and_not_read()
    {
        TorchWriter.Zip(In, new Dictionary<string, object> { ["x"] = new TorchValue("OddStorage", 8, new byte[16], [2]) { Type = "float64" } });
        using var file = TensorFile.Open(In);

        Assert.Equal("OddStorage", file.Tensors[0].Type);
        Assert.Contains("its dtype is OddStorage", Assert.Throws<WeightsException>(() => file.ToFloats(file.Tensors[0])).Message, StringComparison.Ordinal);
        Assert.Equal(0, ToolRun.Of("inspect", In).ExitCode);
    }

    [Fact]
    public void Bytes_of_a_tensor_are_counted_without_overflow()
    {
        var pickle = new PickleBuilder().Do("}").Text("x").Global("torch._utils", "_rebuild_tensor_v2").Do("((").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(1L << 62)
            .Do("tQ").Int(0).Tuple(int.MaxValue, int.MaxValue).Tuple(int.MaxValue, 1).Do("\u0089NtRs");
        Refused(new Parts([pickle.Bytes]), "which are too many");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dimensions_are_paid_for(bool isSubclass)
    {
        // The arguments of a tensor of 64 dimensions, and calls with them, whose results a list keeps.
        var sides = Enumerable.Repeat(1, 64).ToArray();
        var pickle = new PickleBuilder().Global("torch._utils", "_rebuild_tensor_v2").Do("q\0((").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(1)
            .Do("tQ").Int(0).Tuple(sides).Tuple(sides).Do("\u0089Ntq\u0001");
        if (isSubclass)
        {
            pickle.Global("torch._tensor", "_rebuild_from_type_v2").Do("q\u0002(h\0Nh\u0001Ntq\u0001").Do("h\u0002q\0");
        }

        pickle.Do("](" + string.Concat(Enumerable.Repeat("h\0h\u0001R", 900_000)) + "e");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => PickleReader.Read(new MemoryStream(pickle.Stop().Bytes), new TorchObjects()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
    }

    [Fact]
    public void As_many_tensors_as_are_supported_are_read()
    {
        // As Python pickles them: everything that could be referred to again is kept.
        var memo = 10;
        var pickle = new PickleBuilder().Global("torch._utils", "_rebuild_tensor_v2").Do("q\0").Text("storage").Do("q\u0001").Global("torch", "FloatStorage").Do("q\u0002").Text("cpu").Do("q\u0003")
            .Global("collections", "OrderedDict").Do("q\u0004)Rq\u0005(");
        for (var i = 0; i < 100_000; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            Kept(pickle.Text($"transformer.encoder.layers.{number}.self_attention.weight"), ref memo).Do("h\0((h\u0001h\u0002");
            Kept(Kept(pickle.Text(number), ref memo).Do("h\u0003").Int(1152).Do("t"), ref memo).Do("Q").Int(0);
            Kept(Kept(pickle.Tuple(32, 4, 3, 3), ref memo).Tuple(36, 9, 3, 1), ref memo).Do("\u0089h\u0004)R");
            Kept(Kept(Kept(pickle, ref memo).Do("t"), ref memo).Do("R"), ref memo);
        }

        var read = Assert.IsType<PickleDict>(PickleReader.Read(new MemoryStream(pickle.Do("u").Stop().Bytes), new TorchObjects()));
        Assert.Equal(100_000, new TorchTree(read).Entries.Count);
    }

    [Fact]
    public void Storages_that_are_shared_in_turns_or_too_often_are_refused()
    {
        var (first, second) = (TorchValue.Floats(new float[250_000], 1), TorchValue.Floats(new float[250_000], 1));
        TorchWriter.Zip(In, Enumerable.Range(0, 1000).ToDictionary(static i => $"t{i}", i => (object)(i % 2 == 0 ? first : second)));
        var run = ToolRun.Of("inspect", In);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("since tensors share them in turns", run.Errors, StringComparison.Ordinal);

        File.Delete(In);
        Refused(Enumerable.Range(0, 1000).ToDictionary(static i => $"t{i}", i => (object)(first with { Shape = [250_000] })), "it shares its storages out too often");
    }

    private void Refused(object root, string message)
    {
        TorchWriter.Zip(In, root);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(message, Assert.Throws<WeightsException>(() => TensorFile.Open(In)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
    }

    private static PickleBuilder Kept(PickleBuilder pickle, ref int memo)
    {
        Span<byte> key = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(key, memo++);
        return pickle.Do("r").Do(key);
    }

    // An archive that is not compressed, whose directory may claim other sizes than there are: in 64 bits, as large files have them.
    private static byte[] Zip64((string Name, byte[] Bytes, long? Claimed)[] entries)
    {
        using var stream = new MemoryStream();
        using var zip = new BinaryWriter(stream);
        var directory = new List<byte[]>();
        foreach (var (name, bytes, claimed) in entries)
        {
            var (place, ascii) = ((uint)stream.Position, Encoding.ASCII.GetBytes(name));
            WriteHeader(zip, 0x04034b50, [], (uint)bytes.Length, (uint)bytes.Length, (ushort)ascii.Length, 0);
            zip.Write([.. ascii, .. bytes]);
            using var header = new MemoryStream();
            using var entry = new BinaryWriter(header);
            WriteHeader(entry, 0x02014b50, [45, 0], (uint)bytes.Length, claimed is null ? (uint)bytes.Length : uint.MaxValue, (ushort)ascii.Length, claimed is null ? (ushort)0 : (ushort)12);
            entry.Write(new byte[10]);
            entry.Write(place);
            entry.Write(ascii);
            if (claimed is { } size)
            {
                entry.Write((ushort)1);
                entry.Write((ushort)8);
                entry.Write(size);
            }

            directory.Add(header.ToArray());
        }

        var start = (uint)stream.Position;
        directory.ForEach(zip.Write);
        var length = (uint)stream.Position - start;
        zip.Write(0x06054b50);
        zip.Write(0);
        zip.Write((ushort)entries.Length);
        zip.Write((ushort)entries.Length);
        zip.Write(length);
        zip.Write(start);
        zip.Write((ushort)0);
        return stream.ToArray();
    }

    private static void WriteHeader(BinaryWriter writer, uint signature, byte[] madeBy, uint compressed, uint size, ushort name, ushort extra)
    {
        writer.Write(signature);
        writer.Write(madeBy);
        writer.Write((ushort)45);
        // Flags, method, time and a checksum, which nothing checks.
        writer.Write(new byte[12]);
        writer.Write(compressed);
        writer.Write(size);
        writer.Write(name);
        writer.Write(extra);
    }
}
