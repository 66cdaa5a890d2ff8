using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Diagnostics;

/// <summary>Definitions whose parts come from several projects, or whose names are known more than once.</summary>
public class SeveralProjectsTests
{
    private const string Library = """
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("App")]
        namespace Lib
        {
            [SsnBlock] public sealed partial class Block { [Conv(Kernel = 3), Ssn(Normalizer.Batch), Shortcut, Relu] public partial Layer B { get; } }
            [SsnBlock] public sealed partial class Waiting { [Conv] public partial Layer B { get; } }
            [SsnBlock] public sealed partial class Outer { [Repeat(1, Channels = 4)] public partial Stage<Inner> I { get; } }
            [SsnBlock] public sealed partial class Inner { [Conv] public partial Layer C { get; } }
        }

        namespace Shared
        {
            [SsnBlock] internal sealed partial class Same { [Conv] public partial Layer C { get; } }
            [SsnModel] internal sealed partial class Net { [Relu] public partial Layer A { get; } }
        }
        """;

    private const string Head = "[SsnModel(Channels = 4, Height = 8, Width = 8, Kernels = true)] public sealed partial class Net { ";

    [Fact]
    public async Task A_block_of_another_project_is_named_where_its_place_cannot_be_shown()
    {
        var run = await Report(Head + "[Repeat(1, Channels = 8, Stride = 2)] public partial Stage<Lib.Block> S { get; } }", Referenced(Library));
        var error = Assert.Single(run.OfAnalyzer, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SSN008", error.Id);
        Assert.Contains("'S.0.B (of Lib.Block)' produces", error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(error.AdditionalLocations);
        Assert.Equal("S", Text(error.Location));
    }

    [Fact]
    public async Task A_block_of_the_same_project_is_an_additional_place()
    {
        const string Block = "[SsnBlock] public sealed partial class Block { [Conv(Kernel = 3), Shortcut, Relu] public partial Layer B { get; } }";
        var run = await Report(Head + "[Repeat(1, Channels = 8, Stride = 2)] public partial Stage<Block> S { get; } }\n" + Block);
        var error = Assert.Single(run.OfAnalyzer, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("S", "Shortcut"), (Text(error.Location), Text(Assert.Single(error.AdditionalLocations))));
    }

    [Fact]
    public async Task A_stage_that_waits_for_channels_is_reported_once_for_all_layers_and_repetitions()
    {
        var run = await Report(Head + "[Repeat(3)] public partial Stage<Lib.Waiting> S { get; } [Repeat(2)] public partial Stage<Lib.Waiting> T { get; } }", Referenced(Library));
        Assert.Equal(["S", "T"], run.OfAnalyzer.Where(static d => d.Id == "SSN007").Select(static d => Text(d.Location)));
    }

    [Fact]
    public async Task A_block_that_only_an_extern_alias_reaches_is_an_error()
    {
        var run = await Report("extern alias other;\n" + Head + "[Repeat(1, Channels = 8)] public partial Stage<other::Lib.Block> S { get; } }", Referenced(Library, "other"));
        var error = Assert.Single(run.OfAnalyzer, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SSN016", error.Id);
        Assert.Contains("only an extern alias reaches", error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_blocks_of_one_name_are_an_error()
    {
        const string Own = "namespace Lib { [SsnBlock] public sealed partial class Inner { [Relu] public partial Layer C { get; } } }";
        var run = await Report(
            Head + "[Repeat(1, Channels = 8)] public partial Stage<Lib.Outer> S { get; } [Repeat(1)] public partial Stage<Lib.Inner> T { get; } }\n" + Own, Referenced(Library));
        var error = Assert.Single(run.OfAnalyzer, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SSN016", error.Id);
        Assert.Contains("reaches two blocks of that name", error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(run.InEmittedFiles);
    }

    [Fact]
    public async Task Internal_classes_of_one_name_give_no_warning_in_emitted_files()
    {
        const string Own = """
            namespace Shared;
            [SsnBlock] internal sealed partial class Same { [Conv, Ssn(Normalizer.Batch)] public partial Layer C { get; } }
            [SsnModel(Channels = 4, Kernels = true)] internal sealed partial class Net { [Repeat(1, Channels = 4)] public partial Stage<Same> A { get; } [Linear(3)] public partial Layer B { get; } }
            """;
        var run = await Report(Own, Referenced(Library));
        Assert.Empty(run.InEmittedFiles);
        Assert.Empty(run.OfAnalyzer);
        Assert.True(run.EmittedFiles > 3);
    }

    [Theory]
    [InlineData("Obsolete", "CS0612")]
    [InlineData("Obsolete(\"old\")", "CS0618")]
    [InlineData("System.Diagnostics.CodeAnalysis.Experimental(\"LIB001\")", "LIB001")]
    public async Task Obsolete_blocks_are_spoken_of_where_they_are_used(string attribute, string id)
    {
        var source = $"[SsnBlock, {attribute}] public sealed partial class Block {{ [Conv, Ssn(Normalizer.Batch)] public partial Layer C {{ get; }} }}\n"
            + Head + "[Repeat(2, Channels = 4)] public partial Stage<Block> A { get; } [Linear(3)] public partial Layer B { get; } }";
        var compilation = Compile.Of(source);
        var run = await Compile.Report(compilation);
        Assert.Empty(run.InEmittedFiles);
        Assert.Contains(compilation.GetDiagnostics(), d => d.Id == id);
    }

    [Theory]
    [InlineData("namespace App { {0} class Net { {1} } {0} class NET { {1} } {0} class net { {1} } }", 3)]
    [InlineData("namespace App { {0} class Foo { {1} } } namespace app { {0} class foo { {1} } }", 2)]
    [InlineData("namespace App { {0} class Net { {1} } } namespace App.net { {0} class Kernels_ { {1} } {0} class Inference { {1} } }", 3)]
    [InlineData("{0} class Module_ { {1} } namespace Net { {0} class module { {1} } }", 2)]
    public async Task Files_of_classes_that_differ_by_case_have_names_that_differ_by_more(string pattern, int models)
    {
        var source = pattern.Replace("{0}", "[SsnModel(Channels = 4, Kernels = true)] public sealed partial", StringComparison.Ordinal)
            .Replace("{1}", "[Linear(3), Ssn(Normalizer.Batch)] public partial Layer B { get; }", StringComparison.Ordinal);
        var run = await Report(source);
        Assert.Empty(run.InEmittedFiles);
        Assert.Equal(3 * models, run.EmittedFiles);
    }

    private static Task<Compile.Reported> Report(string source, params MetadataReference[] references) =>
        Compile.Report(Compile.Of(source).AddReferences(references).WithAssemblyName("App"));

    private static PortableExecutableReference Referenced(string source, params string[] aliases)
    {
        Compile.Run(Compile.Of(source).WithAssemblyName("Library"), out var output, out _);
        using var image = new MemoryStream();
        var result = output.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray(), new MetadataReferenceProperties(aliases: [.. aliases]));
    }

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
