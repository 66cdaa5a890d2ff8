using CsCheck;
using Microsoft.CodeAnalysis;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Models;

/// <summary>Random definitions: the generator never fails, and what it accepts compiles.</summary>
public class RandomModelTests
{
    [Fact]
    public void Never_throws_and_emits_code_without_warnings_or_says_why_not() => RandomModels.Source.Sample(
        source =>
        {
            var driver = Compile.Run(Compile.Of(source), out var output, out var diagnostics);
            Assert.Null(driver.GetRunResult().Results.Single().Exception);
            Assert.Empty(diagnostics);
            var findings = Compile.Analyze(source).GetAwaiter().GetResult();
            Assert.DoesNotContain(findings, static d => d.Id == "AD0001");
            var errors = findings.Any(static d => d.Severity == DiagnosticSeverity.Error);
            var compiler = output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning);
            Assert.True(!compiler.Any(), string.Join("\n", compiler) + "\n" + source);
            Assert.Equal(errors, !driver.GetRunResult().GeneratedTrees.Any(static t => t.FilePath.EndsWith("Net.Inference.g.cs", StringComparison.Ordinal)));
        },
        iter: 40,
        threads: 1);
}
