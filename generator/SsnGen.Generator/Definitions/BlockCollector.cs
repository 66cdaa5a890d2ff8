using System.Threading;
using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Definitions;

/// <summary>Follows the stages of a class to their blocks, and the stages of those.</summary>
internal sealed class BlockCollector(Compilation compilation)
{
    // Nothing is ever removed, so the order is that in which they are added.
    private readonly Dictionary<string, INamedTypeSymbol> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BlockProblem> _problems = new(StringComparer.Ordinal);

    /// <summary>Finds every block that a class reaches.</summary>
    public BlockCollector Collect(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var open = new Queue<INamedTypeSymbol>([type]);
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var property in open.Dequeue().GetMembers().OfType<IPropertySymbol>())
            {
                if (Symbols.BlockOf(property.Type) is not { } argument)
                {
                    continue;
                }

                var name = Symbols.Code(argument);
                if (_byName.TryGetValue(name, out var known))
                {
                    if (!SymbolEqualityComparer.Default.Equals(known, argument))
                    {
                        _problems[name] = BlockProblem.Ambiguous;
                    }
                }
                else if (Problem(argument) is var problem and not BlockProblem.None)
                {
                    _problems[name] = problem;
                }
                else
                {
                    var block = (INamedTypeSymbol)argument;
                    _byName.Add(name, block);
                    open.Enqueue(block);
                }
            }
        }

        return this;
    }

    /// <summary>Reads these blocks, each once, in the order in which they are reached.</summary>
    public EquatableArray<BlockDefinition> Read(CancellationToken cancellation) => EquatableArray.From(_byName.Values.Select(b => Read(b, cancellation)));

    /// <summary>Reads one block, whose stages have been followed.</summary>
    public BlockDefinition Read(INamedTypeSymbol block, CancellationToken cancellation) =>
        new(Resolve(ClassReader.Read(block, Symbols.Attribute(block, DefinitionReader.BlockAttribute), compilation, cancellation)));

    /// <summary>Tells the stages of a class what is wrong with their blocks.</summary>
    public ClassDefinition Resolve(ClassDefinition definition) => _problems.Count == 0 ? definition : definition with
    {
        Members = EquatableArray.From(definition.Members.Select(m =>
            m.Block is { } block && _problems.TryGetValue(block.FullName, out var problem) ? m with { Block = block with { Problem = problem } } : m)),
    };

    private BlockProblem Problem(ITypeSymbol argument)
    {
        if (argument is not INamedTypeSymbol { TypeKind: TypeKind.Class } type)
        {
            return BlockProblem.NoClass;
        }

        if (!Symbols.Has(type, DefinitionReader.BlockAttribute))
        {
            return SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) ? BlockProblem.NoAttribute : BlockProblem.NoClass;
        }

        var aliases = compilation.GetMetadataReference(type.ContainingAssembly)?.Properties.Aliases ?? [];
        return aliases.Length > 0 && !aliases.Contains(MetadataReferenceProperties.GlobalAlias) ? BlockProblem.ExternAlias : BlockProblem.None;
    }
}
