using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>What is emitted for projects that run in browsers: nothing that .NET would do there by calls for single values.</summary>
public class BrowserTests
{
    private static readonly string[] _slow = ["MultiplyAddEstimate", "MaxNative", "MinNative"];

    [Theory]
    [InlineData("browser", true)]
    [InlineData("browser,Linux", false)]
    [InlineData("Linux,macOS,Windows", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Slow_operations_are_left_out_where_a_project_is_for_browsers_alone(string? platforms, bool areLeftOut)
    {
        var compilation = Compile.Of(TestModels.Residual, TestModels.ResidualSelection);
        var driver = CSharpGeneratorDriver.Create(
            [new SsnModelGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            optionsProvider: new Build(platforms));
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.Empty(Compile.Complaints(output.GetDiagnostics()));
        var text = output.SyntaxTrees.Single(static t => t.FilePath.EndsWith(".Inference.g.cs", StringComparison.Ordinal)).ToString();
        Assert.Equal(areLeftOut, !IsSlow(text));
    }

    [Fact]
    public void Random_networks_agree_with_the_reference() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var random = new RandomPlans(seed);
            var plans = Enumerable.Range(0, 8).Select(i => random.Next($"Net{i}")).ToArray();
            Assert.All(plans, static p => Assert.False(IsSlow(PlannedFiles.Of(p, isForBrowsers: true)["Inference"])));
            foreach (var network in CompiledNetwork.Create(plans, seed, radius: seed % 100 / 100.0, bits: 128, isForBrowsers: true))
            {
                NetworkAssert.Agrees(network, network.Samples(2, seed), tolerance: 5e-5);
            }
        }, iter: 2, threads: 1);

    private static bool IsSlow(string text) => _slow.Any(s => text.Contains(s, StringComparison.Ordinal));

    /// <summary>A build for some platforms, or one that does not say for which.</summary>
    private sealed class Build(string? platforms) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(platforms);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Properties(null);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Properties(null);
    }

    private sealed class Properties(string? platforms) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = platforms ?? "";
            return platforms is not null && key == "build_property._SupportedPlatformList";
        }
    }
}
