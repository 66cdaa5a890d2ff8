using System.Reflection;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Harness;
using Xunit.Abstractions;

namespace SsnGen.Tool.Tests.Import;

/// <summary>A network that people use: ResNet-18 with its weights of ImageNet, as another tool wrote it.</summary>
public sealed class ResNet18Tests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Model => typeof(ResNet18Tests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static a => a.Key == "ResNet18").Value!;

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void It_computes_the_same()
    {
        SkipWithout();
        var run = ToolRun.Of("import", Model, "--namespace", "ImageNet", "--out", _folder.File("out"));
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));

        var random = new Random(5);
        var image = Enumerable.Range(0, 3 * 224 * 224).Select(_ => (random.NextSingle() * 255) - 120).ToArray();
        var actual = CompiledDefinitions.OfFolder(_folder.File("out")).Run("ImageNet.ResNet18", Path.Combine(_folder.File("out"), "resnet18.safetensors"), image);
        var expected = OnnxRun.Run(File.ReadAllBytes(Model), image, 1, 3, 224, 224);
        var largest = expected.Max(Math.Abs);
        output.WriteLine($"largest difference {expected.Zip(actual, static (e, a) => Math.Abs(e - a)).Max() / largest:E1} of ONNX Runtime's largest output, {largest}");
        FloatAssert.MaxDifference<float, float>(expected, actual, 1e-4 * largest);
    }

    [SkippableFact]
    public void The_document_shows_what_is_written()
    {
        SkipWithout();
        var folder = _folder.File("Models");
        var run = ToolRun.Of("import", Model, "--namespace", "ImageNet", "--out", folder);
        Assert.Equal(0, run.ExitCode);

        string[] blocks = [.. File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "import.md")).Split("```").Where(static (_, i) => i % 2 == 1)];
        Assert.Equal(Block("text"), run.Output.Replace(folder, "Models", StringComparison.Ordinal));
        Assert.Equal(Block("csharp"), File.ReadAllText(Path.Combine(folder, "ResNet18.cs")));
        Assert.Equal(Block("csharp", 1), File.ReadAllText(Path.Combine(folder, "BasicBlock.cs")));

        string Block(string language, int index = 0) => blocks.Where(b => b.StartsWith(language + "\n", StringComparison.Ordinal)).ElementAt(index)[(language.Length + 1)..];
    }

    private static void SkipWithout() => Skip.IfNot(File.Exists(Model), "The package Microsoft.ML.DnnImageFeaturizer.ResNet18, which has the network, was not restored.");
}
