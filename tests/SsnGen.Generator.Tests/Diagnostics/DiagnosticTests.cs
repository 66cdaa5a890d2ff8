using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Diagnostics;

/// <summary>
/// Every diagnostic, with its place: the source marks where it must be reported by [| and |], and nothing else may be
/// reported but what is expected.
/// </summary>
public class DiagnosticTests
{
    [Theory]
    [InlineData("SSN001", "'Net' must be partial", "[SsnModel] public sealed class [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "nested in another type", "partial class Outer { [SsnModel] public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } } }")]
    [InlineData("SSN002", "generic", "[SsnModel] public sealed partial class [|Net|]<T> { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "'Net' is abstract", "[SsnModel] public abstract partial class [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "a record", "[SsnModel] public sealed partial record [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN003", "public partial Layer A { get; }", "[SsnModel] public sealed partial class Net { [Relu] public Layer [|A|] { get; } = null!; }")]
    [InlineData("SSN003", "public partial Layer A { get; }", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer [|A|] { get; set; } }")]
    [InlineData("SSN004", "must be of type 'Layer'", "[SsnModel] public sealed partial class Net { [Relu] public partial string [|A|] { get; } }")]
    [InlineData("SSN004", "must be of type 'Stage<TBlock>'", "[SsnModel] public sealed partial class Net { [Repeat(2)] public partial string [|A|] { get; } }")]
    [InlineData("SSN005", "no producer", "[SsnModel] public sealed partial class Net { public partial Layer [|A|] { get; } }")]
    [InlineData("SSN006", "more than one producer", "[SsnModel] public sealed partial class Net { [Conv(8), [|Linear(10)|]] public partial Layer A { get; } }")]
    [InlineData("SSN006", "more than one activation", "[SsnModel] public sealed partial class Net { [Relu, [|Silu|]] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Kernel of 'A' is 0, but must be at least 1", "[SsnModel] public sealed partial class Net { [[|Conv(8, Kernel = 0)|]] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Channels of 'A' is 0", "[SsnModel] public sealed partial class Net { [[|Conv|]] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Width of 'Net' is 0", "[[|SsnModel(Width = 0)|]] public sealed partial class Net { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Epsilon of 'A' is -1", "[SsnModel] public sealed partial class Net { [[|Ssn(Epsilon = -1)|]] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Bessel with a slab of pixels", "[SsnModel] public sealed partial class Net { [[|Ssn(Normalizer.Batch, Bessel = true)|]] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Probability of 'A' is 1", "[SsnModel] public sealed partial class Net { [Relu, [|Dropout(1)|]] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Slope of 'A' is 2", "[SsnModel] public sealed partial class Net { [[|LeakyRelu(2)|]] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Padding of 'A' is 2, but must be at least 0 and at most half of the kernel", "[SsnModel(Height = 8, Width = 8)] public sealed partial class Net { [[|MaxPool(2, Padding = 2)|]] public partial Layer A { get; } }")]
    [InlineData("SSN008", "'B' produces 4x8x8 and cannot add 'A', which is 8x8x8", "[SsnModel(Height = 8, Width = 8)] public sealed partial class Net { [Conv(8)] public partial Layer A { get; } [Conv(4), [|Add(nameof(A))|]] public partial Layer B { get; } }")]
    [InlineData("SSN009", "did you mean 'Stem'?", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer Stem { get; } [Relu, [|From(\"Sten\")|]] public partial Layer B { get; } }")]
    [InlineData("SSN009", "no earlier layer of 'Net'", "[SsnModel] public sealed partial class Net { [Relu, [|Add(\"Later\")|]] public partial Layer A { get; } [Relu] public partial Layer Later { get; } }")]
    [InlineData("SSN010", "no layer 'Sten' with [Ssn]; did you mean 'Stem'?", "[SsnModel, [|Selected(\"Sten\", Normalizer.Batch, Normalizer.Batch)|]] public sealed partial class Net { [Ssn(Normalizer.Batch)] public partial Layer Stem { get; } }")]
    [InlineData("SSN011", "'A' is selected more than once", "[SsnModel(Height = 8, Width = 8), Selected(\"A\", Normalizer.Batch, Normalizer.Batch), [|Selected(\"A\", Normalizer.Batch, Normalizer.Batch)|]] public sealed partial class Net { [Ssn] public partial Layer A { get; } }")]
    [InlineData("SSN012", "selects Group for its mean, but the layer chooses from Instance, Layer, Batch", "[SsnModel(Height = 8, Width = 8), [|Selected(\"A\", Normalizer.Group, Normalizer.Batch)|]] public sealed partial class Net { [Ssn] public partial Layer A { get; } }")]
    [InlineData("SSN012", "one normalizer for both", "[SsnModel(Height = 8, Width = 8), [|Selected(\"A\", Normalizer.Layer, Normalizer.Batch)|]] public sealed partial class Net { [Ssn(SharedRatios = true)] public partial Layer A { get; } }")]
    [InlineData("SSN013", "spans 5 pixels, but its input 1x3x8 with padding 0 has only 3", "[SsnModel(Height = 3, Width = 8)] public sealed partial class Net { [[|Conv(4, Kernel = 5, Padding = 0)|]] public partial Layer A { get; } }")]
    [InlineData("SSN013", "spans 4 pixels", "[SsnModel(Height = 3, Width = 3)] public sealed partial class Net { [[|MaxPool(4)|]] public partial Layer A { get; } }")]
    [InlineData("SSN014", "has 3 groups, which do not divide its 4 input channels: use 2", "[SsnModel(Channels = 4)] public sealed partial class Net { [[|Conv(6, Groups = 3)|]] public partial Layer A { get; } }")]
    [InlineData("SSN014", "do not divide its 8 normalized channels: use 8", "[SsnModel(Channels = 8)] public sealed partial class Net { [[|Ssn(Normalizer.Group)|]] public partial Layer A { get; } }")]
    [InlineData("SSN015", "expands 'Block' inside itself", "[SsnModel] public sealed partial class Net { [Repeat(1)] public partial Stage<Block> [|A|] { get; } } [SsnBlock] public sealed partial class Block { [Repeat(1)] public partial Stage<Block> B { get; } }")]
    [InlineData("SSN016", "repeats 'Block', which has no [SsnBlock]", "[SsnModel] public sealed partial class Net { [Repeat(1)] public partial Stage<Block> [|A|] { get; } } public sealed class Block;")]
    [InlineData("SSN017", "'A': [Shortcut] adds the input of a block, and this is none", "[SsnModel] public sealed partial class Net { [Relu, [|Shortcut|]] public partial Layer A { get; } }")]
    [InlineData("SSN017", "'A': a stage needs [Repeat(COUNT, Channels", "[SsnModel] public sealed partial class Net { public partial Stage<Block> [|A|] { get; } } [SsnBlock] public sealed partial class Block { [Relu] public partial Layer B { get; } }")]
    [InlineData("SSN017", "'A': Strided follows the stage of a block, and this is none: give the layer its own Stride", "[SsnModel] public sealed partial class Net { [[|Conv(8, Strided = true)|]] public partial Layer A { get; } }")]
    [InlineData("SSN017", "'A': [Repeat] needs a property of type Stage<TBlock>", "[SsnModel] public sealed partial class Net { [Relu, [|Repeat(2)|]] public partial Layer A { get; } }")]
    [InlineData("SSN018", "'Net' declares no layers", "[SsnModel] public sealed partial class [|Net|];")]
    [InlineData("SSN019", "reads 60000x60000 pixels", "[SsnModel(Height = 60000, Width = 60000)] public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN019", "produces 4000000001x4000000001 pixels", "[SsnModel] public sealed partial class Net { [[|Conv(1, Padding = 2000000000)|]] public partial Layer A { get; } }")]
    [InlineData("SSN013", "spans 4611686011984936963 pixels", "[SsnModel] public sealed partial class Net { [[|Conv(1, Kernel = 2147483647, Dilation = 2147483647, Padding = 0)|]] public partial Layer A { get; } }")]
    [InlineData("SSN019", "needs more than 6 GB", "[SsnModel(Channels = 60000)] public sealed partial class Net { [Linear(60000)] public partial Layer [|A|] { get; } }")]
    [InlineData("SSN019", "needs more than 6 GB", "[SsnModel(Height = 16000, Width = 16000)] public sealed partial class Net { [Conv(64)] public partial Layer [|A|] { get; } }")]
    [InlineData("SSN020", "has a member 'Run'", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer [|Run|] { get; } }")]
    [InlineData("SSN021", "'Net' runs 1 of its 1 normalized layers as mixtures of normalizers, as they have no selection yet (A)", "[SsnModel(Height = 8, Width = 8)] public sealed partial class [|Net|] { [Ssn] public partial Layer A { get; } }")]
    [InlineData("SSN022", "'Net' asks for Backend.Gpu, but the project does not reference SsnGen.Gpu", "[[|SsnModel(Backend = Backend.Gpu)|]] public sealed partial class Net { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN023", "Normalizer.Instance of 'A' has one value to normalize over, as the layer's output is 8, and makes a constant of it: leave it out", "[SsnModel] public sealed partial class Net { [Linear(8), [|Ssn(Normalizer.Instance, Normalizer.Batch)|]] public partial Layer A { get; } }")]
    [InlineData("SSN024", "'Net' declares layers, but is neither a model nor a block", "public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN025", "'B' stands in another part of 'Net' than 'A'", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer A { get; } } partial class Net { [Relu] public partial Layer [|B|] { get; } }")]
    [InlineData("SSN026", "'Other' has [Selected], but is no model: give the class the name of the model", "[[|Selected(\"A\", Normalizer.Batch, Normalizer.Batch)|]] partial class Other;")]
    [InlineData("SSN028", "reads pictures of 1x1 pixels", "[[|SsnModel|]] public sealed partial class Net { [MaxPool(1)] public partial Layer A { get; } }")]
    [InlineData("SSN029", "'A' makes 7x7 pixels of 8x8", "[SsnModel(Height = 8, Width = 8)] public sealed partial class Net { [[|Conv(4, Kernel = 4)|]] public partial Layer A { get; } }")]
    [InlineData("SSN030", "Nobody reads 'A'", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer [|A|] { get; } [Relu, From(LayerSource.Input)] public partial Layer B { get; } }")]
    [InlineData("SSN031", "'A' gives Normalizer.Batch more than once", "[SsnModel] public sealed partial class Net { [[|Ssn(Normalizer.Batch, Normalizer.Batch)|]] public partial Layer A { get; } }")]
    [InlineData("SSN033", "'Net' cannot be compiled for pictures of 4x8 too: The window of 'A' spans 5 pixels", "[SsnModel(Height = 8, Width = 8), [|InputSize(4, 8)|], InputSize(12, 8)] public sealed partial class Net { [Conv(3, Kernel = 5, Padding = 0)] public partial Layer A { get; } }")]
    [InlineData("SSN007", "Backend of 'Net' is 0, but must be Backend.Cpu, Backend.Gpu or Backend.Both", "[[|SsnModel(Backend = (Backend)0)|]] public sealed partial class Net { [Relu] public partial Layer A { get; } }")]
    public async Task Reports_with_its_place(string id, string message, string marked)
    {
        var source = MarkedSource.Of(marked);

        var run = await Compile.Report(source.Text);
        var diagnostic = Assert.Single(run.OfAnalyzer.Concat(run.OfGenerator), d => d.Severity >= DiagnosticSeverity.Warning || d.Id == id);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(source.Span, (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End));

        // Nothing may be said inside of emitted files, and what the analyzer says must be reached: the compiler stops before it at
        // errors of declarations, but for those that say the same.
        Assert.Empty(run.InEmittedFiles);
        Assert.Empty(run.OfAnalyzer.Any() ? run.OfDeclarations.Where(static d => d.Id is not "CS0579") : []);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12, true, "'Net' needs <LangVersion>13</LangVersion> or later in its project file: layers are partial properties")]
    [InlineData(LanguageVersion.CSharp13, false, "'Net' needs <AllowUnsafeBlocks>true</AllowUnsafeBlocks> in its project file: the emitted kernels use pointers")]
    public async Task Reports_options_that_a_project_lacks(LanguageVersion version, bool allowsUnsafe, string message)
    {
        const string Source = "[SsnModel(Height = 8, Width = 8)] public sealed partial class Net { [Conv(4), Ssn(Normalizer.Batch)] public partial Layer A { get; } }";
        var run = await Compile.Report(Compile.OfFiles([("Net.cs", Source), ("Usings.cs", Compile.ImplicitUsings)], allowsUnsafe, version));
        var diagnostic = Assert.Single(run.OfAnalyzer.Concat(run.OfGenerator));
        Assert.Equal("SSN027", diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(0, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Empty(run.InEmittedFiles);
    }

    [Fact]
    public async Task A_correct_model_with_a_selection_has_none()
    {
        var diagnostics = await Compile.Analyze(
            """
            [SsnModel(Channels = 3, Height = 8, Width = 8)]
            [Selected("A", Normalizer.Instance, Normalizer.Layer)]
            public sealed partial class Net { [Conv(8, Kernel = 3), Ssn, Relu] public partial Layer A { get; } }
            """);

        Assert.Empty(diagnostics);
    }

    [Fact]
    public async Task Stays_correct_where_a_definition_is_half_written()
    {
        // What an editor holds while a user types: only the compiler's own errors may appear beside ours, never a crash.
        string[] fragments =
        [
            "[SsnModel] partial class Net { [Conv(] public partial Layer A { get; } }",
            "[SsnModel(Channels = )] partial class Net { [Conv(\"x\")] public partial Layer A { get; } }",
            "[SsnModel] partial class Net { [Ssn(Normalizer.Nothing)] public partial Layer A { get; } }",
            "[SsnModel] partial class Net { [Ssn((Normalizer)17)] public partial Layer A { get; } }",
            "[SsnModel] partial class Net { [Repeat(1)] public partial Stage<Missing> A { get; } }",
            "[SsnModel] partial class Net { [Repeat(1)] public partial Stage<int[]> A { get; } }",
            "[SsnModel] partial class Net { [Add(null)] public partial Layer A { get; } }",
            "[SsnModel, Selected(null, Normalizer.Batch, Normalizer.Batch)] partial class Net { [Relu] public partial Layer A { get; } }",
            "[SsnModel] partial class Net { [Relu] public partial Layer { get; } }",
            "[SsnModel] partial class { [Relu] public partial Layer A { get; } }",
        ];
        foreach (var fragment in fragments)
        {
            var driver = Compile.Run(Compile.Of(fragment), out _, out var diagnostics);
            Assert.Null(driver.GetRunResult().Results.Single().Exception);
            Assert.Empty(diagnostics);
            Assert.DoesNotContain(await Compile.Analyze(fragment), static d => d.Id == "AD0001");
        }
    }

    [Fact]
    public void Each_descriptor_has_a_test()
    {
        // What is not said of a source alone: the tests above, and ContractTests.
        string[] ofProjects = [Descriptors.CompilerOptions.Id, Descriptors.OtherContract.Id];
        var tests = typeof(DiagnosticTests).GetMethod(nameof(Reports_with_its_place))!
            .GetCustomAttributesData()
            .Where(static a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(static a => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!)
            .ToHashSet();
        foreach (var descriptor in Descriptors.All)
        {
            Assert.True(ofProjects.Contains(descriptor.Id) || tests.Contains(descriptor.Id), descriptor.Id + " has no test.");
        }
    }
}
