using System.IO.Compression;
using SsnGen.Files;
using SsnGen.Testing;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Tests.Torch;

public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Types_are_read(bool isLegacy)
    {
        using var file = Open(isLegacy, new Dictionary<string, object>
        {
            ["float"] = TorchValue.Floats([1.5f, -2, float.NaN], 3),
            ["double"] = new TorchValue("DoubleStorage", 8, BitConverter.GetBytes(1 / 3.0), []),
            ["half"] = new TorchValue("HalfStorage", 2, [0x00, 0x3C, 0x00, 0xC0], [2, 1]),
            ["bfloat16"] = new TorchValue("BFloat16Storage", 2, [0x80, 0x3F], [1]),
            ["long"] = TorchValue.Longs([long.MinValue, 7], 2),
            ["int"] = new TorchValue("IntStorage", 4, BitConverter.GetBytes(-5), [1]),
            ["byte"] = new TorchValue("ByteStorage", 1, [200], [1]),
            ["bool"] = new TorchValue("BoolStorage", 1, [1, 0], [2]),
            ["empty"] = TorchValue.Floats([], 0, 3),
        });

        Assert.Equal(["float", "double", "half", "bfloat16", "long", "int", "byte", "bool", "empty"], file.Tensors.Select(static t => t.Name));
        Assert.Equal(["F32", "F64", "F16", "BF16", "I64", "I32", "U8", "BOOL", "F32"], file.Tensors.Select(static t => t.Type));
        Assert.Equal([1.5f, -2, float.NaN], Floats(file, "float"));
        Assert.Equal([(float)(1 / 3.0)], Floats(file, "double"));
        Assert.Equal([1f, -2], Floats(file, "half"));
        Assert.Equal([1f], Floats(file, "bfloat16"));
        Assert.Equal([long.MinValue, 7], Longs(file, "long"));
        Assert.Equal([-5L], Longs(file, "int"));
        Assert.Equal([200L], Longs(file, "byte"));
        Assert.Equal([1L, 0], Longs(file, "bool"));
        Assert.Empty(Floats(file, "empty"));
        Assert.Throws<WeightsException>(() => Floats(file, "long"));
        Assert.Throws<WeightsException>(() => Longs(file, "float"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Views_are_copied_row_by_row(bool isLegacy)
    {
        var whole = TorchValue.Floats([0, 1, 2, 3, 4, 5], 2, 3);
        using var file = Open(isLegacy, new Dictionary<string, object>
        {
            ["whole"] = whole,
            ["transposed"] = whole with { Shape = [3, 2], Strides = [1, 3] },
            ["column"] = whole with { Shape = [2], Strides = [3], Offset = 1 },
            ["repeated"] = whole with { Shape = [2, 2], Strides = [0, 1], Offset = 4 },
            ["scalar"] = whole with { Shape = [], Strides = [], Offset = 5 },
        });

        Assert.Equal([0f, 1, 2, 3, 4, 5], Floats(file, "whole"));
        Assert.Equal([0f, 3, 1, 4, 2, 5], Floats(file, "transposed"));
        Assert.Equal([1f, 4], Floats(file, "column"));
        Assert.Equal([4f, 5, 4, 5], Floats(file, "repeated"));
        Assert.Equal([5f], Floats(file, "scalar"));
    }

    [Theory]
    [InlineData(new[] { 7 }, new[] { 1 }, 0)]
    [InlineData(new[] { 2, 3 }, new[] { 4, 1 }, 0)]
    [InlineData(new[] { 1 }, new[] { 1 }, 6)]
    [InlineData(new[] { 0 }, new[] { 1 }, 7)]
    [InlineData(new[] { -1 }, new[] { 1 }, 0)]
    [InlineData(new[] { 1 }, new[] { -1 }, 0)]
    [InlineData(new[] { 2, 2 }, new[] { 1 }, 0)]
    [InlineData(new[] { int.MaxValue, int.MaxValue }, new[] { 0, 0 }, 0)]
    [InlineData(new[] { 1 << 21 }, new[] { 0 }, 0)]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue }, new[] { int.MaxValue, int.MaxValue, int.MaxValue }, 0)]
    public void A_view_beyond_its_storage_is_refused(int[] shape, int[] strides, int offset)
    {
        var tensor = TorchValue.Floats([0, 1, 2, 3, 4, 5], 6) with { Shape = shape, Strides = strides, Offset = offset };
        var path = _folder.File("view.pth");
        TorchWriter.Zip(path, new Dictionary<string, object> { ["x"] = tensor });
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("the pickle in it is damaged", Assert.Throws<WeightsException>(() => TensorFile.Open(path)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void What_a_checkpoint_says_beside_its_tensors_is_metadata()
    {
        var root = new Dictionary<string, object>
        {
            ["epoch"] = 99L,
            ["arch"] = "resnetv1ssn50",
            ["best_prec1"] = 77.25,
            ["numpy"] = new PickleBuilder().Global("numpy.core.multiarray", "scalar").Do("(").Global("numpy", "dtype").Do("(").Text("f8").Int(0).Int(1).Do("tR(K\u0003").Text("<").Do("NNNJ").Do(255, 255, 255, 255).Do("J").Do(255, 255, 255, 255).Do("K\0tb")
                .Global("_codecs", "encode").Do("(").Text("\0\0\0\0\0\0\u00f8?").Text("latin1").Do("tRtR").Bytes,
            ["args"] = new PickleBuilder().Global("argparse", "Namespace").Do(")\u0081}(").Text("lr").Double(0.1).Do("ub").Bytes,
            ["os"] = new PickleBuilder().Global("os", "system").Do("(").Text("touch " + _folder.File("executed")).Do("tR").Bytes,
            ["state_dict"] = new Dictionary<string, object> { ["a.weight"] = TorchValue.Floats([1], 1) },
            ["ema"] = new Dictionary<string, object> { ["a.weight"] = TorchValue.Floats([2], 1) },
        };
        using var file = Open(isLegacy: true, root);

        Assert.Equal("99", file.Metadata["epoch"]);
        Assert.Equal("resnetv1ssn50", file.Metadata["arch"]);
        Assert.Equal("77.25", file.Metadata["best_prec1"]);
        Assert.Equal("1.5", file.Metadata["numpy"]);
        Assert.Equal("(argparse.Namespace)", file.Metadata["args"]);
        Assert.Equal("(os.system)", file.Metadata["os"]);
        Assert.Equal([("state_dict.a.weight", "state_dict", "a.weight"), ("ema.a.weight", "ema", "a.weight")], file.Tensors.Select(static t => (t.Name, t.Container, t.Key)));
        Assert.DoesNotContain("executed", _folder.Files);
    }

    [Fact]
    public void A_module_saved_as_a_whole_has_the_names_of_its_state_dict()
    {
        var path = _folder.File("module.pth");
        var inner = new PickleBuilder().Global("torch.nn.modules.conv", "Conv2d").Do(")\u0081}(").Text("_parameters").Do("}(").Text("bias").Do("N").Text("weight").Bytes;
        var outer = new PickleBuilder().Global("models", "Net").Do(")\u0081}(").Text("training").Do("\u0089").Text("_parameters").Do("}").Text("_buffers").Do("}").Text("_modules").Do("}(").Text("conv1").Do(inner).Bytes;
        byte[] after = new PickleBuilder().Do("u").Text("_buffers").Do("}").Text("_modules").Do("}").Do("ub").Do("u").Do("ub").Bytes;
        TorchWriter.Legacy(path, new Parts([outer, TorchValue.Floats([1, 2], 2), after]));
        using var file = TensorFile.Open(path);

        Assert.Equal(["conv1.weight"], file.Tensors.Select(static t => t.Name));
        Assert.Equal("", file.Tensors[0].Container);
        Assert.Equal([1f, 2], Floats(file, "conv1.weight"));
        TorchWriter.Zip(_folder.File("nested.pth"), new Dictionary<string, object> { ["epoch"] = 1L, ["model"] = new Parts([outer, TorchValue.Floats([1, 2], 2), after]) });
        using var nested = TensorFile.Open(_folder.File("nested.pth"));
        Assert.Equal([("model.conv1.weight", "model")], nested.Tensors.Select(static t => (t.Name, t.Container)));
    }

    [Fact]
    public void Older_and_newer_ways_to_save_a_tensor_are_known()
    {
        var parameter = new PickleBuilder().Global("torch._utils", "_rebuild_parameter").Do("(").Bytes;
        byte[] end = new PickleBuilder().Do(0x88).Global("collections", "OrderedDict").Do(")RtR").Bytes;
        using var file = Open(isLegacy: true, new Dictionary<string, object>
        {
            ["parameter"] = new Parts([parameter, TorchValue.Floats([1, 2], 2), end]),
            ["view"] = TorchValue.Floats([1, 2, 3, 4, 5], 2) with { View = (2, 3), Offset = 1 },
            ["untyped"] = new TorchValue("UntypedStorage", 1, [1, 0, 255, 255], [2]) { Type = "uint16" },
            ["eighth"] = new TorchValue("UntypedStorage", 1, [1, 2], [2]) { Type = "float8_e4m3fn" },
            ["complex"] = new TorchValue("ComplexFloatStorage", 8, new byte[16], [2]),
        });

        Assert.Equal([1f, 2], Floats(file, "parameter"));
        Assert.Equal([4f, 5], Floats(file, "view"));
        Assert.Equal([1L, 65535], Longs(file, "untyped"));
        Assert.Equal(["F32", "F32", "U16", "float8_e4m3fn", "complex64"], file.Tensors.Select(static t => t.Type));
        Assert.Contains("float8_e4m3fn", Assert.Throws<WeightsException>(() => Floats(file, "eighth")).Message, StringComparison.Ordinal);
        Assert.Throws<WeightsException>(() => Floats(file, "complex"));
        file.Dispose();
        Assert.Equal(0, ToolRun.Of("inspect", _folder.File("file.pth")).ExitCode);
    }

    [Theory]
    [InlineData(0x88, 0x89, "little_endian", "stores the largest digits first")]
    [InlineData(0xe9, 0xe8, "protocol_version", "")]
    [InlineData('a', 'b', "cuda:", "")]
    public void What_an_old_file_says_of_its_system_is_looked_at(int from, int to, string behind, string message)
    {
        var path = _folder.File("old.pth");
        TorchWriter.Legacy(path, new Dictionary<string, object> { ["x"] = TorchValue.Floats([1], 1) });
        var bytes = File.ReadAllBytes(path);
        var place = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(behind)) + behind.Length;
        place += bytes.AsSpan(place, 8).IndexOf((byte)from) is >= 0 and var next ? next : 0;
        bytes[place] = (byte)to;
        File.WriteAllBytes(path, bytes);
        if (message.Length == 0)
        {
            // Neither the version within the system's description nor the device matters.
            using var file = TensorFile.Open(path);
            Assert.Equal([1f], Floats(file, "x"));
            return;
        }

        Assert.Contains(message, Assert.Throws<WeightsException>(() => TensorFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("](K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001eq\0", "](h\0h\0h\0h\0h\0h\0h\0h\0eq\0", 60, "more than")]
    [InlineData("]q\0", "](h\0eq\0", 70, "nested more than")]
    [InlineData("cx\ny\n)R}(S'_parameters'\n}S'_modules'\n}S'z'\nNubq\0", "](h\0h\0h\0h\0h\0h\0h\0h\0eq\0", 60, "more than")]
    [InlineData("}(NNNNNNNNNNNNNNNNuq\0", "](h\0h\0h\0h\0h\0h\0h\0h\0eq\0", 60, "more than")]
    public void What_is_reached_in_many_ways_is_not_followed_forever(string start, string repeated, int count, string message)
    {
        var path = _folder.File("deep.pth");
        TorchWriter.Zip(path, new Parts([new PickleBuilder().Do(start + string.Concat(Enumerable.Repeat(repeated, count))).Bytes]));
        Assert.Contains(message, Assert.Throws<WeightsException>(() => TensorFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_alone_has_no_name()
    {
        TorchWriter.Legacy(_folder.File("tensor.pt"), TorchValue.Floats([1, 2], 2));
        using var file = TensorFile.Open(_folder.File("tensor.pt"));

        Assert.Equal([1f, 2], Floats(file, ""));
        Assert.Equal(0, ToolRun.Of("inspect", _folder.File("tensor.pt")).ExitCode);
    }

    [Fact]
    public void Bombs_TorchScript_and_other_archives_are_refused()
    {
        Assert.Contains("no weights are compressed so much", Refused(static a => Add(a, "x/data/0", new byte[70_000_000], CompressionLevel.Optimal)), StringComparison.Ordinal);
        Assert.Contains("TorchScript", Refused(static a => { Add(a, "x/data.pkl", ")."u8.ToArray()); Add(a, "x/code/a.py", []); }), StringComparison.Ordinal);
        Assert.Contains("0 files data.pkl", Refused(static a => Add(a, "x/other", [1])), StringComparison.Ordinal);
        Assert.Contains("2 files data.pkl", Refused(static a => { Add(a, "x/data.pkl", [1]); Add(a, "y/data.pkl", [1]); }), StringComparison.Ordinal);
        Assert.Contains("byteorder", Refused(static a => { Add(a, "x/data.pkl", ")."u8.ToArray()); Add(a, "x/byteorder", "big"u8.ToArray()); }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_storage_that_is_missing_or_of_another_size_is_named()
    {
        var path = _folder.File("whole.pth");
        TorchWriter.Zip(path, new Dictionary<string, object> { ["x"] = TorchValue.Floats([1, 2], 2) });
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            archive.GetEntry("weights/data/0")!.Delete();
        }

        using (var file = TensorFile.Open(path))
        {
            Assert.Contains("no storage 0", Assert.Throws<WeightsException>(() => file.ToBytes(file.Tensors[0])).Message, StringComparison.Ordinal);
        }

        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            Add(archive, "weights/data/0", new byte[4]);
        }

        using (var file = TensorFile.Open(path))
        {
            Assert.Contains("has 4 bytes, and 8 are needed", Assert.Throws<WeightsException>(() => file.ToBytes(file.Tensors[0])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Other_pickles_and_tar_archives_are_named()
    {
        var path = _folder.File("other");
        File.WriteAllBytes(path, new PickleBuilder().Protocol().Int(5).Stop().Bytes);
        Assert.Contains("magic number", Assert.Throws<WeightsException>(() => TensorFile.Open(path)).Message, StringComparison.Ordinal);
        var tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        File.WriteAllBytes(path, tar);
        Assert.Contains("tar archive", Assert.Throws<WeightsException>(() => TensorFile.Open(path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, []);
        Assert.Contains("not a safetensors file", Assert.Throws<WeightsException>(() => TensorFile.Open(path)).Message, StringComparison.Ordinal);
        Assert.Contains("a folder", Assert.Throws<WeightsException>(() => TensorFile.Open(Path.GetDirectoryName(path)!)).Message, StringComparison.Ordinal);
    }

    private string Refused(Action<ZipArchive> write)
    {
        var path = _folder.File("archive.pth");
        File.Delete(path);
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            write(archive);
        }

        return Assert.Throws<WeightsException>(() => TensorFile.Open(path)).Message;
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var stream = archive.CreateEntry(name, level).Open();
        stream.Write(bytes);
    }

    private TensorFile Open(bool isLegacy, Dictionary<string, object> root)
    {
        var path = _folder.File("file.pth");
        if (isLegacy)
        {
            TorchWriter.Legacy(path, root);
        }
        else
        {
            TorchWriter.Zip(path, root);
        }

        return TensorFile.Open(path);
    }

    private static float[] Floats(TensorFile file, string name) => file.ToFloats(file.Tensors.Single(t => t.Name == name));

    private static long[] Longs(TensorFile file, string name) => file.ToLongs(file.Tensors.Single(t => t.Name == name));
}
