using CsCheck;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Models;
using SsnGen.Tool.Tests.Torch;

namespace SsnGen.Tool.Tests;

/// <summary>Whatever is in a file, a command ends with one of its exit codes, and with one line where that is not 0.</summary>
public sealed class DamagedInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("in.pth")]
    [InlineData("old.pth")]
    [InlineData("in.safetensors")]
    [InlineData("in.cs")]
    [InlineData("in.map")]
    public void Commands_end_in_order(string damaged)
    {
        var published = new TorchResNet(TorchNorm.Sparse, 5) { Radius = 1 };
        published.RunLayer(new Batch(new double[3 * 64], 1, 3, 8, 8), 4);
        TorchWriter.Zip(_folder.File("in.pth"), published.StateDict);
        TorchWriter.Legacy(_folder.File("old.pth"), new Dictionary<string, object> { ["epoch"] = 1L, ["state_dict"] = published.StateDict });
        File.WriteAllText(_folder.File("in.map"), "conv1.weight -> A.conv.weight\n" + string.Concat(published.StateDict.Keys.Where(static k => k.StartsWith("sn1", StringComparison.Ordinal)).Select(static k => $"{k} -> A.norm{k[3..]}\n")));
        string[] import = ["import", _folder.File(damaged == "old.pth" ? "old.pth" : "in.pth"), "--model", ToolRun.Model<TinySsnOpen>(), "--map", _folder.File("in.map"), "--force", "--out"];
        Assert.Equal(0, ToolRun.Of([.. import, _folder.File("in.safetensors")]).ExitCode);
        Assert.Equal(0, ToolRun.Of("select", _folder.File("in.safetensors"), "--out", _folder.File("in.cs")).ExitCode);
        string[][] commands =
        [
            ["inspect", _folder.File(damaged)],
            ["select", _folder.File(damaged)],
            ["diff", _folder.File(damaged), _folder.File(damaged == "in.cs" ? "in2.cs" : "in.pth")],
            [.. import, _folder.File("out")],
            ["import", _folder.File("in.pth"), "--shapes", _folder.File(damaged), "--map", _folder.File("in.map"), "--force", "--out", _folder.File("out")],
        ];
        File.Copy(_folder.File("in.cs"), _folder.File("in2.cs"));
        var whole = File.ReadAllBytes(_folder.File(damaged));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 3].Sample(
            changes =>
            {
                var bytes = whole.ToArray();
                foreach (var (place, value) in changes)
                {
                    bytes[place] = value;
                }

                File.WriteAllBytes(_folder.File(damaged), bytes);
                foreach (var command in commands)
                {
                    var run = ToolRun.Of(command);
                    Assert.InRange(run.ExitCode, 0, 3);
                    Assert.Equal(run.ExitCode is 0 or 3 ? 0 : 1, run.Errors.Count(static c => c == '\n'));
                }
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public void Tensors_of_unknown_types_are_listed()
    {
        byte[] header = [.. """{"a.weight":{"dtype":"F4","shape":[2147483647,2147483647,2147483647,2147483647],"data_offsets":[0,1]}}"""u8];
        File.WriteAllBytes(_folder.File("a"), [.. BitConverter.GetBytes((long)header.Length), .. header, 7]);

        Assert.Matches(@"a +weight +F4 +\[2147483647, ", ToolRun.Of("inspect", _folder.File("a")).Output);
        Assert.Equal(0, ToolRun.Of("diff", _folder.File("a"), _folder.File("a")).ExitCode);
        var writer = new SafetensorsWriter(new Dictionary<string, string> { [WeightsMetadata.Radius] = new string('1', 1000) });
        writer.Add("A.norm.mean_weight", [1, 2, 3], 3);
        writer.Save(_folder.File("b"));
        Assert.Equal(1, ToolRun.Of("select", _folder.File("b")).ExitCode);
        Assert.Equal(0, ToolRun.Of("inspect", _folder.File("b")).ExitCode);
    }
}
