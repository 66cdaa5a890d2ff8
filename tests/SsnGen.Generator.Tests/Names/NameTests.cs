using CsCheck;
using ILGPU.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Gpu.Networks;
using SsnGen.Onnx;

namespace SsnGen.Generator.Tests.Names;

/// <summary>Whatever a user calls things, all that can be emitted compiles without an error and without a warning.</summary>
public class NameTests
{
    private static readonly Gen<string> Namespace =
        from outer in Gen.OneOf(HostileNames.OfClasses)
        from inner in Gen.OneOf<string>([.. HostileNames.OfClasses, .. HostileNames.Namespaces])
        from kind in Gen.Int[0, 2]
        select kind switch { 0 => "", 1 => outer, _ => $"{outer}.{inner}" };

    private static readonly Gen<HostileModel> Hostile =
        from space in Namespace
        from classes in Gen.Shuffle(HostileNames.OfClasses)
        from layers in Gen.Shuffle(HostileNames.OfLayers)
        let types = Distinct(classes.Where(c => !space.Split('.').Contains(c)))
        let ofModel = Distinct(layers.Where(l => HostileModel.Text(l) != HostileModel.Text(types[0])))
        let ofBlock = Distinct(layers.Where(l => HostileModel.Text(l) != HostileModel.Text(types[1])))
        select new HostileModel(space, types[0], types[1], ofModel[..2], ofModel[2..12], ofBlock[^3..], types[2..20]);

    [Fact]
    public void Layers_may_be_called_anything() => AssertCompile(HostileModel.Ordinary with { Layers = Distinct(HostileNames.OfLayers) });

    [Fact]
    public void Layers_of_blocks_may_be_called_anything() => AssertCompile(HostileModel.Ordinary with { BlockLayers = Distinct(HostileNames.OfLayers) });

    [Fact]
    public void Stages_may_be_called_anything() => AssertCompile(HostileModel.Plain with { Stages = Distinct(HostileNames.OfLayers) });

    [Fact]
    public void Models_and_blocks_may_be_called_anything() => AssertCompile([.. Distinct(HostileNames.OfModels).Chunk(2).Select(static (names, i) =>
        HostileModel.Plain with { Namespace = $"Models{i}", Model = names[0], Block = names[^1] == names[0] ? "Block" : names[^1] })]);

    [Fact]
    public void Namespaces_may_be_called_anything() => AssertCompile([.. HostileNames.OfModels.Concat(HostileNames.Namespaces).Chunk(3).Select(static (names, i) =>
        HostileModel.Plain with { Namespace = $"Models{i}.{string.Join('.', names)}" })]);

    [Theory]
    [InlineData("Models")]
    [InlineData("")]
    public void Other_classes_may_be_called_anything(string space) =>
        AssertCompile(HostileModel.Ordinary with { Namespace = space, Classes = Distinct([.. HostileNames.OfClasses, .. space.Length > 0 ? HostileNames.Namespaces : []]) });

    [Fact]
    public void Everything_may_be_called_anything_at_once() => Hostile.Sample(static model => AssertCompile(model), iter: 5, threads: 1);

    private static string[] Distinct(IEnumerable<string> names) => [.. names.DistinctBy(HostileModel.Text)];

    private static void AssertCompile(params HostileModel[] models)
    {
        var files = models.Select(static (m, i) => ($"File{i}.cs", m.Source))
            .Append(("FileGlobal.cs", "global using SsnGen;"))
            .Append(("FileTorch.cs", TorchStandIn.Source));
        var compilation = Compile.OfFiles(files, typeof(OnnxExport), typeof(GpuNetwork), typeof(Accelerator));
        var result = Compile.Run(compilation, out var output, out var diagnostics).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(diagnostics);
        Assert.Empty(output.WithAnalyzers([new SsnModelAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .Where(static d => d.Severity == DiagnosticSeverity.Error));

        // What a user's own names make the compiler warn of, it says in his files.
        var complaints = Compile.Complaints(output.GetDiagnostics())
            .Where(static d => d.Severity == DiagnosticSeverity.Error || d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true)
            .ToArray();
        Assert.True(complaints.Length == 0, string.Join("\n", complaints.Take(40)) + "\n" + (models.Length == 1 ? models[0].Source : ""));

        // Nothing was refused.
        var emitted = result.GeneratedSources.Select(static s => s.HintName).ToArray();
        Assert.All(models[0].Parts, part => Assert.Equal(models.Length, emitted.Count(name => name.EndsWith($".{part}.g.cs", StringComparison.Ordinal))));
    }
}
