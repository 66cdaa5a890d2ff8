using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SsnGen.Testing;

namespace SsnGen.Generator.Tests;

/// <summary>Emitted code on every instruction set that this machine can pretend to have, in processes of their own.</summary>
public class InstructionSetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [SkippableTheory]
    [InlineData("DOTNET_EnableAVX512", 256, 8)]
    [InlineData("DOTNET_EnableAVX2", 128, 4)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0, 4)]
    public void Emitted_code_agrees_with_the_reference_without(string feature, int bits, int lanes)
    {
        Skip.IfNot(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switches are those of x64.");
        Skip.If(bits == 256 && !Vector512.IsHardwareAccelerated, "This machine has no AVX-512 to switch off.");
        Skip.If(bits == 128 && !Avx2.IsSupported, "This machine has no AVX2 to switch off.");
        var output = RunChild(feature);
        Assert.Equal($"tiles of {bits} bits, Vector<float> of {lanes}\nall agree\n", output.ReplaceLineEndings("\n"));
    }

    private static string RunChild(string feature)
    {
        var run = ProgramRun.Of(typeof(InstructionSetTests).Assembly.Location, [], Patience, (feature, "0"));
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output;
    }
}
