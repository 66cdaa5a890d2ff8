using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SsnGen.Inference;

namespace SsnGen.Generator.Definitions;

/// <summary>What a project references and allows, as far as emitted code depends on it.</summary>
/// <param name="Trains">Whether it references SsnGen.TorchSharp.</param>
/// <param name="Exports">Whether it references SsnGen.Onnx.</param>
/// <param name="RunsOnGpu">Whether it references SsnGen.Gpu.</param>
/// <param name="AllowsUnsafe">Whether its code may use pointers.</param>
/// <param name="HasPartialProperties">Whether its version of C# is 13 or later.</param>
/// <param name="RuntimeContract">The contract of the SsnGen that it references; null where that knows of none.</param>
/// <param name="RuntimeVersion">The version of that SsnGen.</param>
internal sealed record ProjectOptions(
    bool Trains, bool Exports, bool RunsOnGpu, bool AllowsUnsafe, bool HasPartialProperties, int? RuntimeContract, string RuntimeVersion)
{
    // Each package is known by one of its types.
    private const string TorchMarker = "SsnGen.TorchSharp.SsnModule";
    private const string OnnxMarker = "SsnGen.Onnx.OnnxExport";
    private const string GpuMarker = "SsnGen.Gpu.GpuSsnKernel`1";

    private static readonly string _contract = typeof(Contract).FullName!;

    /// <summary>Whether emitted code can run on the SsnGen that the project references.</summary>
    public bool IsServed => RuntimeContract == Contract.Number;

    public static ProjectOptions Of(Compilation compilation) => new(
        compilation.GetTypeByMetadataName(TorchMarker) is not null,
        compilation.GetTypeByMetadataName(OnnxMarker) is not null,
        compilation.GetTypeByMetadataName(GpuMarker) is not null,
        compilation.Options is CSharpCompilationOptions { AllowUnsafe: true },
        KnowsPartialProperties(compilation),
        ContractOf(compilation),
        compilation.GetTypeByMetadataName(DefinitionReader.ModelAttribute)?.ContainingAssembly.Identity.Version.ToString(3) ?? "");

    /// <summary>Whether the version of C# is 13 or later.</summary>
    public static bool KnowsPartialProperties(Compilation compilation) => compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp13 };

    private static int? ContractOf(Compilation compilation) => compilation.GetTypeByMetadataName(_contract)?.GetMembers(nameof(Contract.Number))
        .OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue as int?;
}
