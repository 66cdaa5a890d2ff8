using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>Uses of what a network has only where the project references a package, such as <c>new Net.Module()</c>.</summary>
internal static class PackageUse
{
    private const string Kernels = "Kernels";

    // What is emitted, what for, the package, how that is known, and what else would do.
    private static readonly (string Member, string Purpose, string Package, Func<ProjectOptions, bool> IsThere, string Otherwise)[] _uses =
    [
        ("Module", "training with TorchSharp", "SsnGen.TorchSharp", static o => o.Trains, ""),
        ("ExportOnnx", "export to ONNX", "SsnGen.Onnx", static o => o.Exports, ""),
        ("GpuKernels", "graphics processors", "SsnGen.Gpu", static o => o.RunsOnGpu, ""),
        ("GpuHalfKernels", "graphics processors", "SsnGen.Gpu", static o => o.RunsOnGpu, ""),
        ("GpuNetwork", "graphics processors", "SsnGen.Gpu", static o => o.RunsOnGpu, ""),
        (Kernels, "training kernels", "SsnGen.TorchSharp", static o => o.Trains, ", or write [SsnModel(Kernels = true)]"),
    ];

    /// <summary>Whether a node may be such a use, by its words alone.</summary>
    public static bool MayBe(SyntaxNode node) => Name(node) is { } name && _uses.Any(u => u.Member == name.Identifier.ValueText);

    /// <summary>What a node asks for that is missing. Null where nothing is.</summary>
    /// <param name="options">What the project references.</param>
    /// <param name="withoutKernels">The full names of the models that have no training kernels, which is not for the project's references alone to say.</param>
    public static MissingPackage? Missing(
        SyntaxNode node, SemanticModel semantics, ProjectOptions options, IReadOnlyList<string> withoutKernels, CancellationToken cancellation)
    {
        var (left, name) = node switch
        {
            QualifiedNameSyntax q => ((SyntaxNode)q.Left, q.Right),
            MemberAccessExpressionSyntax m => (m.Expression, m.Name),
            _ => throw new ArgumentException("No use: " + node, nameof(node)),
        };
        var use = Array.Find(_uses, u => u.Member == name.Identifier.ValueText);
        if (use.IsThere(options)
            || (use.Member == Kernels && withoutKernels.Count == 0)
            || semantics.GetSymbolInfo(left, cancellation).Symbol is not INamedTypeSymbol type
            || !Symbols.Has(type, DefinitionReader.ModelAttribute)
            || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, semantics.Compilation.Assembly)
            || (use.Member == Kernels && !withoutKernels.Contains(Symbols.Code(type)))
            || type.GetMembers(use.Member).Length > 0)
        {
            return null;
        }

        return new MissingPackage(type.Name + "." + use.Member, use.Purpose, use.Package, use.Otherwise, Place.Of(name.GetLocation()));
    }

    private static SimpleNameSyntax? Name(SyntaxNode node) => node switch
    {
        QualifiedNameSyntax q => q.Right,
        MemberAccessExpressionSyntax m => m.Name,
        _ => null,
    };
}

/// <summary>What is used without the package that it comes with.</summary>
/// <param name="Use">What is used, such as <c>Net.Module</c>.</param>
/// <param name="Purpose">What for, in words.</param>
/// <param name="Package">The package.</param>
/// <param name="Otherwise">What else would do, in words, or nothing.</param>
/// <param name="Place">Where it is used.</param>
internal sealed record MissingPackage(string Use, string Purpose, string Package, string Otherwise, Place Place);
