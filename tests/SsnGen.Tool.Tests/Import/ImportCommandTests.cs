using System.Text.Json;
using SsnGen.Onnx.Format;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Harness;

namespace SsnGen.Tool.Tests.Import;

/// <summary>The command: its options, its files, and what it says of models that it cannot import.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder.File("out");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--namespace", "needs", "net.onnx", "--out", "out")]
    [InlineData("--out", "needs", "net.onnx", "--namespace", "A")]
    [InlineData("--out", "needs", "net.onnx", "--namespace", "A", "--out", "")]
    [InlineData("Con", "device", "net.onnx", "--namespace", "A", "--out", "out", "--name", "Con")]
    [InlineData("1A", "is no namespace", "net.onnx", "--namespace", "1A", "--out", "out")]
    [InlineData("A..B", "is no namespace", "net.onnx", "--namespace", "A..B", "--out", "out")]
    [InlineData("A.class", "is no namespace", "net.onnx", "--namespace", "A.class", "--out", "out")]
    [InlineData("A;B", "is no namespace", "net.onnx", "--namespace", "A;B", "--out", "out")]
    [InlineData("../x", "is no name", "net.onnx", "--namespace", "A", "--out", "out", "--name", "../x")]
    [InlineData("class", "is no name", "net.onnx", "--namespace", "A", "--out", "out", "--name", "class")]
    [InlineData("Graph", "generated code", "net.onnx", "--namespace", "A", "--out", "out", "--name", "Graph")]
    [InlineData("--namespace", ".onnx", "net.pth", "--namespace", "A", "--out", "out")]
    [InlineData("--flat", ".onnx", "net.safetensors", "--flat", "--model", "a.dll:B")]
    [InlineData("--name", ".onnx", "net.safetensors", "--name", "Net", "--model", "a.dll:B")]
    [InlineData("--model", "weights", "net.onnx", "--namespace", "A", "--out", "out", "--model", "a.dll:B")]
    [InlineData("--map", "weights", "net.onnx", "--namespace", "A", "--out", "out", "--map", "net.map")]
    [InlineData("--shapes", "weights", "net.ONNX", "--namespace", "A", "--out", "out", "--shapes", "net.safetensors")]
    [InlineData("--part", "weights", "net.onnx", "--namespace", "A", "--out", "out", "--part", "model")]
    [InlineData("ssngen --help", "", "net.onnx", "--nmespace", "A", "--out", "out")]
    public void Wrong_options_exit_with_2(string named, string why, params string[] arguments)
    {
        var run = ToolRun.Of(["import", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(1, run.Errors.Count(static c => c == '\n'));
        Assert.Contains(named, run.Errors, StringComparison.Ordinal);
        Assert.Contains(why, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_a_folder_and_no_model_exit_with_1()
    {
        File.WriteAllText(_folder.File("text.onnx"), "This is no model, and says so.");
        File.WriteAllText(_folder.File("empty.onnx"), "");
        Directory.CreateDirectory(_folder.File("folder.onnx"));
        foreach (var name in (string[])["missing.onnx", "text.onnx", "empty.onnx", "folder.onnx"])
        {
            var run = ToolRun.Of("import", _folder.File(name), "--namespace", "A", "--out", Out);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(name, run.Errors, StringComparison.Ordinal);
            Assert.Equal(1, run.Errors.Count(static c => c == '\n'));
        }

        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Files_that_are_there_stay_unless_they_are_to_be_replaced()
    {
        var model = Write(Small());
        Assert.Equal(0, Import(model).ExitCode);
        string[] names = [.. Directory.GetFiles(Out).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(["Net.cs", "net.safetensors"], names);

        File.WriteAllText(Path.Combine(Out, "Net.cs"), "mine");
        File.Delete(Path.Combine(Out, "net.safetensors"));
        var refused = Import(model);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Net.cs is there already", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Out, "Net.cs")));
        Assert.Single(Directory.GetFileSystemEntries(Out));

        Assert.Equal(0, Import(model, "--force").ExitCode);
        Assert.StartsWith("using SsnGen;", File.ReadAllText(Path.Combine(Out, "Net.cs")), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFileSystemEntries(Out).Length);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_leaves_all_as_it_was()
    {
        Directory.CreateDirectory(Path.Combine(Out, "net.safetensors"));
        File.WriteAllText(Path.Combine(Out, "Net.cs"), "mine");
        var run = Import(Write(Small()), "--force");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is a folder", run.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Out, "Net.cs")));
        Assert.Equal(2, Directory.GetFileSystemEntries(Out).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_exits_with_1()
    {
        File.WriteAllText(Out, "a file");
        var run = Import(Write(Small()));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("a file", File.ReadAllText(Out));
    }

    [Fact]
    public void Json_says_what_was_written()
    {
        var run = Import(Write(Small()), "--json");
        Assert.Equal(0, run.ExitCode);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("A.Net", json.GetProperty("model").GetString());
        Assert.Equal("input", json.GetProperty("inputs")[0].GetProperty("name").GetString());
        Assert.Equal([4, 6, 6], json.GetProperty("outputs")[0].GetProperty("shape").EnumerateArray().Select(static e => e.GetInt32()));
        Assert.All(json.GetProperty("files").EnumerateArray(), static f => Assert.True(File.Exists(f.GetString())));
    }

    [Fact]
    public void All_that_cannot_be_imported_is_said_at_once_and_nothing_is_written()
    {
        var m = new ModelBuilder(17, null, 3, 6, 6);
        var x = m.Node("Conv", ["input", m.Random(4, 3, 3, 3)], ("group", 2));
        var y = m.Node("LSTM", ["input", m.Random(4, 3)]);
        var z = m.Node("Softmax", ["input"], ("axis", 2));
        var good = m.Node("Relu", ["input"], ("slope", 1f));
        var run = Import(Write(m.Returning(m.Node("Add", [x, y]), z, good)));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("4 parts of it", run.Errors, StringComparison.Ordinal);
        Assert.Contains("docs/import.md", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.Errors.Count(static c => c == '\n'));
        foreach (var part in (string[])["'Conv_0' (Conv)", "groups", "'LSTM_1' (LSTM): no layer does", "'Softmax_2' (Softmax): it is over dimension 2", "'Relu_3' (Relu): its attribute slope"])
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }

        // What only follows from these is not.
        Assert.Equal(4, run.Output.Count(static c => c == '\n'));
        Assert.False(Directory.Exists(Out));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-4)]
    [InlineData(-2)]
    public void Flattening_the_batch_is_refused(int axis)
    {
        var m = new ModelBuilder(13, null, 3, 6, 6);
        Assert.Contains("the batch stays", Import(Write(m.Returning(m.Node("Flatten", [m.Node("Relu", ["input"])], ("axis", axis))))).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Resizing_by_scales_and_sizes_is_refused()
    {
        var m = new ModelBuilder(13, null, 3, 6, 6);
        Assert.Contains("either scales or sizes", Import(Write(m.Returning(m.Node("Resize", ["input", "", m.Floats([1, 1, 2, 2], 4), m.Integers(1, 3)])))).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_says_what_cannot_be_imported()
    {
        var m = new ModelBuilder(17, null, 3, 6, 6);
        var run = Import(Write(m.Returning(m.Node("LSTM", ["input"]), m.Node("GRU", ["input"]))), "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, JsonDocument.Parse(run.Output).RootElement.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public void Models_of_other_kinds_are_refused_by_name()
    {
        Refused("lie in another file", static m => m.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External);
        Refused("version 99", static m => m.OpsetImport[0].Version = 99);
        Refused("operators of com.microsoft", static m => m.Graph.Node[0].Domain = "com.microsoft");
        Refused("free ('height')", static m => m.Graph.Input[0].Type.TensorType.Shape.Dim[2] = new TensorShapeProto.Types.Dimension { DimParam = "height" });
        Refused("of the type Uint8", static m => m.Graph.Input[0].Type.TensorType.ElemType = TensorProto.Types.DataType.Uint8);
        Refused("6 dimensions", static m => m.Graph.Input[0].Type.TensorType.Shape.Dim.Add(Enumerable.Repeat(new TensorShapeProto.Types.Dimension { DimValue = 1 }, 2)));
        Refused("is there twice", static m => m.Graph.Input.Add(m.Graph.Input[0]));
        Refused("no node computes it", static m => m.Graph.Output[0].Name = "nothing");
        Refused("it is an input", static m => m.Graph.Output[0].Name = "input");
        Refused("which nothing before it computes", static m => m.Graph.Node[0].Input[0] = "later");
        Refused("is computed before", static m => m.Graph.Node.Add(m.Graph.Node[0]));
        Refused("the file is damaged", static m => m.Graph.Initializer[0].Dims[0] = 5);
        Refused("the same as", static m => m.Graph.Output.Add(m.Graph.Output[0]));
        Refused("NaN", static m => m.Graph.Initializer[0].RawData = Google.Protobuf.ByteString.CopyFrom([.. Enumerable.Repeat<byte[]>([0, 0, 192, 127], 108).SelectMany(static b => b)]));
    }

    [Fact]
    public void Names_are_those_that_CSharp_can_have()
    {
        var m = new ModelBuilder(17, null, 4, 6, 6);
        var x = "input";
        foreach (var name in (string[])["class.weight", "Run", "größe/../../etc", "LoadX\n}", "Graph", "graph", "1.2.3", new string('n', 5000), "a.b.c.d.e.f.g.h.i.j.k", "Equals", "Layer", "net", "Net", "normalizer", "auto_pad", "stage", "network_input"])
        {
            x = m.Node("Conv", [x, m.Random(4, 4, 3, 3)], ("pads", Enumerable.Repeat(1, 4).ToArray()), ("dilations", new[] { 1, 1 }));
            m.Model.Graph.Node[^1].Name = name;
            x = m.Node("MaxPool", [x], ("kernel_shape", new[] { 1, 1 }));
        }

        var model = ImportedModel.Of(m.Returning(x), isFlat: true);
        _ = CompiledDefinitions.Of(model.Scaffold);
        Assert.Contains("Layer Class ", model.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my-model v2.onnx", "MyModelV2")]
    [InlineData("3d.onnx", "D")]
    [InlineData("graph.onnx", "GraphNet")]
    [InlineData("com-1.onnx", "Com1Net")]
    [InlineData("interpolation.onnx", "InterpolationNet")]
    [InlineData("x\u2028#error y \u202e.onnx", "XErrorY")]
    [InlineData("日本.onnx", "Network")]
    public void A_class_is_called_as_its_file(string file, string name)
    {
        var path = _folder.File(file);
        File.WriteAllBytes(path, Small());
        Assert.Equal(0, Import(path).ExitCode);
        var text = File.ReadAllText(Path.Combine(Out, name + ".cs"));
        Assert.DoesNotContain('\u2028', text);
        Assert.DoesNotContain('\u202e', text);
    }

    [Fact]
    public void Names_hide_nothing_that_attributes_are_written_with()
    {
        var m = new ModelBuilder(17, null, 4, 5, 6);
        var x = m.NamedNode("Resize", "/interpolation/Resize", ["input", "", m.Floats([1, 1, 2, 2], 4)], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel"));
        x = m.NamedNode("Conv", "/auto_pad/Conv", [x, m.Random(4, 4, 2, 2)], ("auto_pad", "SAME_UPPER"));
        x = m.NamedNode("InstanceNormalization", "/normalizer/InstanceNormalization", [x, m.Positive(4), m.Random(4)]);
        var model = ImportedModel.Of(m.Returning(x), isFlat: true);

        var inputs = model.Samples(2, seed: 1);
        FloatAssert.MaxDifference<float, float>(model.ByOnnxRuntime(inputs, 2)[0], model.ByCompiledNetwork(inputs)[0], 1e-5);
        Assert.Contains("Layer Interpolation2 ", model.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_layers_that_cannot_be_written_are_named_and_inspect_names_them_too()
    {
        var m = new ModelBuilder(17, null, 3, 8, 8);
        var scales = ((string, float)[])[("first", 0.625f), ("second", 1.625f)];
        var outputs = scales.Select(s => m.NamedNode("Resize", $"/{s.Item1}/Resize", ["input", "", m.Floats([1, 1, s.Item2, s.Item2], 4)], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel"))).ToArray();
        var model = Write(m.Returning(outputs));
        foreach (var run in (ToolRun[])[Import(model), ToolRun.Of("inspect", model)])
        {
            Assert.Contains("layer FirstResize, of /first/: nothing before it has 5x5 pixels", run.Output, StringComparison.Ordinal);
            Assert.Contains("layer SecondResize, of /second/: nothing before it has 13x13 pixels", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Weights_that_overflow_are_said_to_be_the_models()
    {
        var m = new ModelBuilder(17, null, 2, 4, 4);
        var run = Import(Write(m.Returning(m.Node("Conv", ["input", m.Floats([1, float.PositiveInfinity, 3, 4], 2, 2, 1, 1)]))));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the weights of the model: tensor 'Conv.conv.weight'", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(".ssngen-import", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Out));
    }

    [Fact]
    public void Layers_that_read_very_much_are_written_in_a_moment()
    {
        var (m, random, channels) = (new ModelBuilder(17, null, 2, 1, 1), new Random(5), 2);
        var x = "input";
        for (var i = 0; i < 300; i++)
        {
            var outputs = random.Next(1, 3);
            x = m.Node("Conv", [m.Node("Concat", [.. Enumerable.Repeat(x, 400)], ("axis", 1)), m.Random(outputs, 400 * channels, 1, 1)]);
            channels = outputs;
        }

        var before = GC.GetTotalAllocatedBytes();
        Assert.Equal(0, Import(Write(m.Returning(x))).ExitCode);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1_000_000_000);
    }

    [Fact]
    public void All_layers_are_listed_where_that_is_asked_for()
    {
        var m = new ModelBuilder(17, null, 4, 6, 6);
        var x = "input";
        for (var i = 0; i < 6; i++)
        {
            var inner = m.Node("Relu", [m.Node("Conv", [x, m.Random(4, 4, 3, 3)], ("pads", Enumerable.Repeat(1, 4).ToArray()))]);
            x = m.Node("Add", [m.Node("Conv", [inner, m.Random(4, 4, 1, 1)]), x]);
        }

        var model = Write(m.Returning(x));
        Assert.Equal(0, Import(model).ExitCode);
        Assert.Contains("[Repeat(6", File.ReadAllText(Path.Combine(Out, "Net.cs")), StringComparison.Ordinal);
        Directory.Delete(Out, recursive: true);
        Assert.Equal(0, Import(model, "--flat").ExitCode);
        Assert.DoesNotContain("Repeat", File.ReadAllText(Path.Combine(Out, "Net.cs")), StringComparison.Ordinal);
    }

    private void Refused(string reason, Action<ModelProto> change)
    {
        var model = ModelProto.Parser.ParseFrom(Small());
        change(model);
        var run = Import(Write(Google.Protobuf.MessageExtensions.ToByteArray(model)));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.Errors.Count(static c => c == '\n'));
        Assert.False(Directory.Exists(Out) && Directory.GetFileSystemEntries(Out).Length > 0);
    }

    private ToolRun Import(string model, params string[] more) => ToolRun.Of(["import", model, "--namespace", "A", "--out", Out, .. more]);

    private string Write(byte[] model)
    {
        var path = _folder.File("net.onnx");
        File.WriteAllBytes(path, model);
        return path;
    }

    private static byte[] Small()
    {
        var m = new ModelBuilder(17, null, 3, 6, 6);
        return m.Returning(m.Node("Relu", [m.Node("Conv", ["input", m.Random(4, 3, 3, 3)], ("pads", Enumerable.Repeat(1, 4).ToArray()))]));
    }
}
