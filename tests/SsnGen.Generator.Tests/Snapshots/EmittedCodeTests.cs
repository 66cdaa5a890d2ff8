using SsnGen.Generator.Tests.Harness;
using VerifyXunit;
using static VerifyXunit.Verifier;

namespace SsnGen.Generator.Tests.Snapshots;

/// <summary>Snapshots of emitted code. Read each changed line: this is what users step through.</summary>
public class EmittedCodeTests
{
    private static readonly IReadOnlyDictionary<string, string> Residual = Compile.Emitted(TestModels.Residual, TestModels.ResidualSelection);

    [Fact]
    public Task Layers() => Verify(Residual["Models.ResidualNet.g.cs"], "cs");

    [Fact]
    public Task Block() => Verify(Residual["Models.BasicBlock.g.cs"], "cs");
}
