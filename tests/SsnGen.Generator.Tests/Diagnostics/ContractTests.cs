extern alias runtime;

using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using runtime::SsnGen.Networks;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Generator.Tests.Names;
using SsnGen.Inference;

namespace SsnGen.Generator.Tests.Diagnostics;

/// <summary>Emitted code and the SsnGen.dll that it meets: the one it is compiled against, and the one it runs on.</summary>
public class ContractTests
{
    private const string Uses = """
        public static class Program
        {
            public static Models.ResidualNet? Network;
            public static void Use() { Network = Models.ResidualNet.Load("a"); Network.Run(new float[64], new float[10]); _ = Network.Stem.Path + Models.ResidualNet.Layers.Count; }
        }
        """;

    private static readonly string _model = TestModels.Residual.Replace("[SsnModel(", "[SsnModel(Kernels = true, ", StringComparison.Ordinal);

    public static TheoryData<bool, string> Others => new()
    {
        { true, $"0.2.0 has contract {Contract.Number + 1}: reference all packages of SsnGen in the same version" },
        { false, $"{typeof(runtime::SsnGen.Layer).Assembly.GetName().Version!.ToString(3)} has none: reference all packages of SsnGen in the same version" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_library_of_another_contract_is_the_only_error(bool hasContract, string words)
    {
        var compilation = Compile.Against(Compile.Of(TestModels.Residual, Uses), hasContract ? OtherRuntime.Next : OtherRuntime.WithoutContract);
        var run = await Compile.Report(compilation);
        var error = Assert.Single(run.OfAnalyzer, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SSN032", error.Id);
        Assert.Equal($"'ResidualNet' is written for contract {Contract.Number} of SsnGen, but the referenced SsnGen {words}", error.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal("SsnModel(Channels = 1, Height = 8, Width = 8)", error.Location.SourceTree!.GetText().ToString(error.Location.SourceSpan));
        Assert.Empty(run.OfGenerator);
        Assert.Empty(run.InEmittedFiles);
        Compile.Run(compilation, out var output, out _);
        Assert.DoesNotContain(output.GetDiagnostics(), static d => d.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData(0, "SsnGen.TorchSharp 0.3.0 has none")]
    [InlineData(1, "SsnGen.TorchSharp 0.3.0 has contract {0}")]
    public async Task A_library_beside_it_of_another_contract_is_the_only_error(int newer, string words)
    {
        var run = await Compile.Report(Compile.Of(TestModels.Residual, Uses).AddReferences(Torch(newer == 0 ? null : Contract.Number + newer)));
        var error = Assert.Single(run.OfAnalyzer, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SSN032", error.Id);
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, words, Contract.Number + newer), error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(run.InEmittedFiles);
    }

    [Fact]
    public void Code_of_this_contract_runs()
    {
        var network = Network(Compile.Of(_model), Contract.Number);
        Assert.NotNull(Reach(network, "Create"));
        Assert.NotNull(Reach(network, "Kernels"));
    }

    [Theory]
    [InlineData("Layers")]
    [InlineData("Create")]
    [InlineData("Kernels")]
    public void Code_of_another_contract_does_not_run(string member) =>
        Assert.Contains("the library is older than the code", Refusal(Network(Compile.Of(_model), Contract.Number + 1), member), StringComparison.Ordinal);

    [Fact]
    public void A_library_that_lacks_what_emitted_code_calls_is_told_by_its_contract()
    {
        Assert.IsType<MissingMethodException>(Failure(Network(Compile.Of(_model), Contract.Number, OtherRuntime.WithOtherLayers), "Layers"));
        Assert.Contains("the library is older than the code", Refusal(Network(Compile.Of(_model), Contract.Number + 1, OtherRuntime.WithOtherLayers), "Layers"), StringComparison.Ordinal);
    }

    // A library of this name as the generator knows it.
    private static PortableExecutableReference Torch(int? contract)
    {
        var said = contract is { } number ? $"[assembly: SsnGen.Inference.Contract({number})]" : "";
        var library = Compile.Of("[assembly: System.Reflection.AssemblyVersion(\"0.3.0.0\")]", said, TorchStandIn.Source).WithAssemblyName("SsnGen.TorchSharp");
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    // What is emitted, as a generator of a contract would.
    private static Type Network(CSharpCompilation compilation, int contract, byte[]? library = null)
    {
        Compile.Run(compilation, out var output, out _);
        foreach (var tree in output.SyntaxTrees.Except(compilation.SyntaxTrees))
        {
            var text = tree.ToString().Replace($"Contract.Require({Contract.Number}", $"Contract.Require({contract}", StringComparison.Ordinal);
            output = output.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath));
        }

        return Compile.Load(library is null ? output : Compile.Against((CSharpCompilation)output, library)).GetType("Models.ResidualNet", throwOnError: true)!;
    }

    private static object? Reach(Type network, string member) => member switch
    {
        "Layers" => network.GetProperty("Layers")!.GetValue(null),
        "Create" => network.GetMethod("Create")!.Invoke(null, [Weights()]),
        "Kernels" => network.GetNestedType("Kernels")!.GetProperty("Stem")!.GetValue(null),
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    private static NetworkWeights Weights() =>
        NetworkWeights.Random((IReadOnlyList<runtime::SsnGen.Layer>)Reach(Network(Compile.Of(_model), Contract.Number), "Layers")!, seed: 1);

    private static string Refusal(Type network, string member) => Assert.IsType<InvalidOperationException>(Failure(network, member)).Message;

    private static Exception? Failure(Type network, string member) =>
        Assert.IsType<TypeInitializationException>(Assert.Throws<TargetInvocationException>(() => Reach(network, member)).InnerException).InnerException;
}
