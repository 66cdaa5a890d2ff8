using SsnGen.Files;
using SsnGen.Testing;
using SsnGen.Tool.Tensors;
using SsnGen.Tool.Tests.Models;

namespace SsnGen.Tool.Tests.Torch;

/// <summary>Tensors in objects of classes that are not known, and tensors of kinds that are not.</summary>
public sealed class TorchObjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string In => _folder.File("in.pth");

    private static byte[] Bytes(string operations) => new PickleBuilder().Do(operations).Bytes;

    [Fact]
    public void What_refers_to_what_it_lies_in_is_passed_over()
    {
        // A configuration of OmegaConf, whose nodes know their parents, and a module that is its own part.
        var configuration = new PickleBuilder().Global("omegaconf.dictconfig", "DictConfig").Do(")\u0081q\u0005}(").Text("_content").Do("}(").Text("lr")
            .Global("omegaconf.nodes", "AnyNode").Do(")\u0081}(").Text("_parent").Do("h\u0005").Text("_val").Do("K\u0001ubu").Text("_parent").Do("Nub").Bytes;
        var start = new PickleBuilder().Global("models", "Net").Do(")\u0081q\u0006}(").Text("_parameters").Do("}(").Text("weight").Bytes;
        var end = new PickleBuilder().Do("u").Text("_modules").Do("}(").Text("self").Do("h\u0006uub").Bytes;
        using var file = Open(new Dictionary<string, object>
        {
            ["hyper_parameters"] = new Parts([configuration]),
            ["state_dict"] = new Dictionary<string, object> { ["a.weight"] = TorchValue.Floats([1], 1) },
            ["net"] = new Parts([start, TorchValue.Floats([2], 1), end]),
        });

        Assert.Equal(["state_dict.a.weight", "net.weight"], file.Tensors.Select(static t => t.Name));
    }

    [Fact]
    public void A_tensor_that_is_all_of_an_object_has_its_name()
    {
        object[] Wrapped(TorchValue tensor) => [Bytes("cx\nWrapper\n)\u0081"), tensor, Bytes("b")];
        using var file = Open(new Dictionary<string, object>
        {
            ["best"] = new Parts(Wrapped(TorchValue.Floats([1], 1))),
            ["state_dict"] = new Dictionary<string, object> { ["a"] = new Parts(Wrapped(TorchValue.Floats([2], 1))) },
        });

        Assert.Equal([("best", "", "best"), ("state_dict.a", "state_dict", "a")], file.Tensors.Select(static t => (t.Name, t.Container, t.Key)));
        Assert.Equal(0, ToolRun.Of("inspect", In).ExitCode);
    }

    [Fact]
    public void Items_that_are_attributes_too_are_there_once()
    {
        var items = new PickleBuilder().Global("easydict", "EasyDict").Do(")\u0081(").Text("w").Bytes;
        var attributes = new PickleBuilder().Do("q\u0007u}(").Text("w").Do("h\u0007ub").Bytes;
        using var file = Open(new Dictionary<string, object> { ["model"] = new Parts([items, TorchValue.Floats([1], 1), attributes]) });
        Assert.Equal(["model.w"], file.Tensors.Select(static t => t.Name));

        // Two of one name stay an error.
        byte[] others = new PickleBuilder().Do("u}(").Text("w").Bytes;
        TorchWriter.Zip(_folder.File("two.pth"), new Dictionary<string, object> { ["model"] = new Parts([items, TorchValue.Floats([1], 1), others, TorchValue.Floats([2], 1), Bytes("ub")]) });
        Assert.Contains("two tensors 'model.w'", Assert.Throws<WeightsException>(() => TensorFile.Open(_folder.File("two.pth"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_in_tuples_and_lists_of_other_classes_and_under_any_key_are_listed()
    {
        using var file = Open(new Dictionary<string, object>
        {
            ["pair"] = new Parts([Bytes("cx\nPair\n("), TorchValue.Floats([1], 1), TorchValue.Floats([2], 1), Bytes("t\u0081")]),
            ["keys"] = new Parts([Bytes("}(NNK\u0001K\u0002\u0086"), TorchValue.Floats([5], 1), Bytes("u")]),
            ["list"] = new Parts([Bytes("cx\nList\n)\u0081("), TorchValue.Floats([3], 1), Bytes("e"), TorchValue.Floats([4], 1), Bytes("a")]),
        });

        Assert.Equal([("pair.0", 1f), ("pair.1", 2), ("keys.(1)", 5), ("list.0", 3), ("list.1", 4)], file.Tensors.Select(t => (t.Name, file.ToFloats(t)[0])));
    }

    [Fact]
    public void Kinds_of_tensors_that_cannot_be_read_are_listed_and_named_by_import()
    {
        byte[] Made(string function) => Bytes($"ctorch._utils\n{function}\n(K\0tR");
        object[] parameter = [Bytes("ctorch._utils\n_rebuild_parameter\n("), Made("_rebuild_qtensor"), Bytes("\u0088NtR")];
        using var file = Open(new Dictionary<string, object>
        {
            ["A.conv.weight"] = new Parts([Made("_rebuild_qtensor")]),
            ["A.conv.bias"] = new Parts([Made("_rebuild_sparse_tensor")]),
            ["B.conv.weight"] = new Parts([Bytes("ctorch._tensor\n_rebuild_from_type_v2\n(ctorch._utils\n_rebuild_wrapper_subclass\ncx\nSub\n(K\0tNtR")]),
            ["B.conv.bias"] = new Parts(parameter),
        });

        Assert.Equal(["_rebuild_qtensor", "_rebuild_sparse_tensor", "_rebuild_wrapper_subclass", "_rebuild_qtensor"], file.Tensors.Select(static t => t.Type));
        Assert.All(file.Tensors, tensor => Assert.Contains(tensor.Type, Assert.Throws<WeightsException>(() => file.ToFloats(tensor)).Message, StringComparison.Ordinal));
        var inspected = ToolRun.Of("inspect", In);
        Assert.Equal(0, inspected.ExitCode);
        Assert.Matches(@"conv\.bias +_rebuild_sparse_tensor ", inspected.Output);
        var imported = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>());
        Assert.Equal(1, imported.ExitCode);
        Assert.Contains("A.conv.weight is _rebuild_qtensor, and A.conv.weight needs floating-point numbers", imported.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c__builtin__\nset\n(](", "etR")]
    [InlineData("\u008f(", "\u0090")]
    public void Buffers_that_a_state_dict_leaves_out_are_left_out(string set, string end)
    {
        var start = new PickleBuilder().Global("models", "Net").Do(")\u0081}(").Text("_parameters").Do("}").Text("_modules").Do("}")
            .Text("_non_persistent_buffers_set").Do(set).Text("mask").Do(end).Text("_buffers").Do("}(").Text("mask").Bytes;
        TorchWriter.Legacy(In, new Parts([start, TorchValue.Floats([1], 1), new PickleBuilder().Text("mean").Bytes, TorchValue.Floats([2], 1), Bytes("uub")]));
        using var file = TensorFile.Open(In);

        Assert.Equal(["mean"], file.Tensors.Select(static t => t.Name));
    }

    private TensorFile Open(Dictionary<string, object> root)
    {
        TorchWriter.Zip(In, root);
        return TensorFile.Open(In);
    }
}
