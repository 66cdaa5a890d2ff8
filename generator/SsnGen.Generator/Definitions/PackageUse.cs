using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>Uses of what a network has only where the project references a package, such as <c>new Net.Module()</c>.</summary>
internal static class PackageUse
{
    // What is emitted, what for, the package, and how it is known.
    private static readonly (string Member, string Purpose, string Package, Func<ProjectOptions, bool> IsThere)[] _uses =
    [
        ("Module", "training with TorchSharp", "SsnGen.TorchSharp", static o => o.Trains),
        ("ExportOnnx", "export to ONNX", "SsnGen.Onnx", static o => o.Exports),
        ("GpuKernels", "graphics processors", "SsnGen.Gpu", static o => o.RunsOnGpu),
        ("GpuHalfKernels", "graphics processors", "SsnGen.Gpu", static o => o.RunsOnGpu),
        ("GpuNetwork", "graphics processors", "SsnGen.Gpu", static o => o.RunsOnGpu),
    ];

    /// <summary>Whether a node may be such a use, by its words alone.</summary>
    public static bool MayBe(SyntaxNode node) => Name(node) is { } name && _uses.Any(u => u.Member == name.Identifier.ValueText);

    /// <summary>What a node asks for that is missing: the use, its purpose, its package, and where the name stands. Null where nothing is.</summary>
    public static (string Use, string Purpose, string Package, Place Place)? Missing(
        SyntaxNode node, SemanticModel semantics, ProjectOptions options, CancellationToken cancellation)
    {
        var (left, name) = node switch
        {
            QualifiedNameSyntax q => ((SyntaxNode)q.Left, q.Right),
            MemberAccessExpressionSyntax m => (m.Expression, m.Name),
            _ => throw new ArgumentException("No use: " + node, nameof(node)),
        };
        var use = Array.Find(_uses, u => u.Member == name.Identifier.ValueText);
        if (use.IsThere(options)
            || semantics.GetSymbolInfo(left, cancellation).Symbol is not INamedTypeSymbol type
            || !Symbols.Has(type, DefinitionReader.ModelAttribute)
            || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, semantics.Compilation.Assembly)
            || type.GetMembers(use.Member).Length > 0)
        {
            return null;
        }

        return (type.Name + "." + use.Member, use.Purpose, use.Package, Place.Of(name.GetLocation()));
    }

    private static SimpleNameSyntax? Name(SyntaxNode node) => node switch
    {
        QualifiedNameSyntax q => q.Right,
        MemberAccessExpressionSyntax m => m.Name,
        _ => null,
    };
}
