using ImageNet;
using SsnGen.Networks;
using SsnGen.Tool.Models;
using SsnGen.Tool.Tensors;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Tests.Import;

/// <summary>The names and shapes of published ResNet-50s find their places in the definition of samples/ResNet50.</summary>
public sealed class ResNet50NamesTests
{
    private static readonly TargetNetwork Target = TargetNetwork.Of(new NetworkModel("ImageNet.ResNet50", ResNet50.Graph, ResNet50.SelectionHash));

    [Theory]
    [InlineData("bn")]
    [InlineData("sn")]
    public void Every_tensor_has_a_place(string norm)
    {
        using var file = new NamesOnly(Names(norm));
        var source = SourceState.Of(file, null);
        var map = ResNetMap.Of(source, Target);

        Assert.NotNull(map);
        Assert.Null(map.Problem);
        var targets = map.Lines.ToDictionary(static line => line.Source, static line => line.Target);
        Assert.Equal("Stem.conv.weight", targets["conv1.weight"]);
        Assert.Equal("Stem.norm.running_var", targets[norm + "1.running_var"]);
        Assert.Equal("Stage1.0.Shortcut.conv.weight", targets["layer1.0.downsample.0.weight"]);
        Assert.Equal("Stage1.0.Shortcut.norm.bias", targets["layer1.0.downsample.1.bias"]);
        Assert.Equal("Stage3.5.Conv2.conv.weight", targets["layer3.5.conv2.weight"]);
        Assert.Equal("Stage4.2.Conv3.norm.weight", targets[$"layer4.2.{norm}3.weight"]);
        Assert.Equal("Classifier.linear.bias", targets["fc.bias"]);
        Assert.Equal([], [.. source.Tensors.Select(static t => t.Name).Where(name => !targets.ContainsKey(name) && !FrameworkTensors.Contains(name))]);
        Assert.Equal(norm == "bn" ? [] : Target.Tensors.Select(static t => t.Name).Where(static name => name.EndsWith("_weight", StringComparison.Ordinal)), targets.Values.Where(static t => t!.EndsWith("_weight", StringComparison.Ordinal)).OrderBy(Place));
        Assert.Equal([], [.. Target.Tensors.Select(static t => t.Name).Where(name => !targets.ContainsValue(name) && !(norm == "bn" && IsChoice(name)))]);
        Assert.All(map.Lines, line => Assert.Equal(Target.ByName[line.Target!].Shape.Where(static s => s != 1), source.ByName[line.Source].Shape.Where(static s => s != 1)));
    }

    private static bool IsChoice(string name) => name[(name.LastIndexOf('.') + 1)..] is "mean_weight" or "var_weight" or "mean_fixed" or "var_fixed" or "radius";

    private static int Place(string? name) => Target.Tensors.Select(static t => t.Name).ToList().IndexOf(name!);

    private static List<TensorEntry> Names(string norm)
    {
        var tensors = new List<TensorEntry>();
        void Add(string name, string type, params int[] shape) => tensors.Add(new TensorEntry(name, type, [.. shape]));
        void Conv(string name, int outputs, int inputs, int kernel) => Add(name + ".weight", "F32", outputs, inputs, kernel, kernel);
        void Norm(string name, int channels)
        {
            int[] affine = norm == "bn" ? [channels] : [1, channels, 1, 1];
            int[] running = norm == "bn" ? [channels] : [1, channels, 1];
            Add(name + ".weight", "F32", affine);
            Add(name + ".bias", "F32", affine);
            if (norm == "sn")
            {
                Add(name + ".mean_weight", "F32", 3);
                Add(name + ".var_weight", "F32", 3);
            }

            Add(name + ".running_mean", "F32", running);
            Add(name + ".running_var", "F32", running);
            if (norm == "sn")
            {
                Add(name + ".mean_fixed", "I64", 1);
                Add(name + ".var_fixed", "I64", 1);
                Add(name + ".radius", "F32", 1);
            }
            else
            {
                Add(name + ".num_batches_tracked", "I64");
            }
        }

        Conv("conv1", 64, 3, 7);
        Norm(norm + "1", 64);
        var inputs = 64;
        foreach (var (stage, blocks) in ((int, int)[])[(1, 3), (2, 4), (3, 6), (4, 3)])
        {
            var planes = 32 << stage;
            for (var block = 0; block < blocks; block++)
            {
                var name = $"layer{stage}.{block}.";
                Conv(name + "conv1", planes, inputs, 1);
                Norm($"{name}{norm}1", planes);
                Conv(name + "conv2", planes, planes, 3);
                Norm($"{name}{norm}2", planes);
                Conv(name + "conv3", planes * 4, planes, 1);
                Norm($"{name}{norm}3", planes * 4);
                if (block == 0)
                {
                    Conv(name + "downsample.0", planes * 4, inputs, 1);
                    Norm(name + "downsample.1", planes * 4);
                }

                inputs = planes * 4;
            }
        }

        Add("fc.weight", "F32", 1000, 2048);
        Add("fc.bias", "F32", 1000);
        return tensors;
    }

    private sealed class NamesOnly(IReadOnlyList<TensorEntry> tensors) : TensorFile
    {
        public override string Path => "resnet50.pth";

        public override string Format => "names";

        public override IReadOnlyDictionary<string, string> Metadata => new Dictionary<string, string>();

        public override IReadOnlyList<TensorEntry> Tensors => tensors;

        public override byte[] ToBytes(TensorEntry tensor) => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }
}
