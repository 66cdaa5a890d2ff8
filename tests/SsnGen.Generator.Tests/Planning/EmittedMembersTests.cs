extern alias runtime;

using ILGPU.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Emission;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Generator.Tests.Names;
using SsnGen.Gpu.Networks;
using SsnGen.Onnx;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>What is said of emitted members, without a look at emitted code, is what is emitted.</summary>
public class EmittedMembersTests
{
    private const string Halves = ", HalfStorage = true";

    private static readonly SymbolDisplayFormat _signature = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMemberOptions(
            SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeRef)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly (string Source, string Model, string[] Blocks)[] _models =
    [
        (TestModels.OnBoth(TestModels.Residual, Halves), "Models.ResidualNet", ["Models.BasicBlock"]),
        (TestModels.OnBoth(TestModels.SingleLayer, Halves), "Models.NormOnly", []),
        (TestModels.OnBoth(TestModels.Everything, Halves), "Models.Everything", ["Models.Outer", "Models.Inner"]),
        ("namespace Models { [SsnModel(Channels = 3)] public partial class Plain { [Relu] public partial Layer A { get; } } }", "Models.Plain", []),
        ("namespace Models { [SsnModel(Channels = 3, Height = 8, Width = 8, Backend = Backend.Both)] public partial class Several { [Input(Channels = 4, Height = 8, Width = 8)] public partial NetworkInput Mask { get; } [Conv(4), Add(nameof(Mask)), Ssn(Normalizer.Batch), Output] public partial Layer A { get; } [MaxPool(2), Output] public partial Layer Output { get; } [Linear(3)] public partial Layer C { get; } } }", "Models.Several", []),
        ("namespace Models { [SsnModel(Channels = 3)] public partial class Trained { [Relu, Output(TrainingOnly = true)] public partial Layer A { get; } [Linear(3), From(LayerSource.Input)] public partial Layer B { get; } } }", "Models.Trained", []),
        ("namespace Models { [SsnModel(Channels = 3, Height = 8, Width = 8, PixelMean = [127.5f], Backend = Backend.Both), InputSize(9, 8)] public partial class OfSizes { [Conv(4), Ssn(Normalizer.Batch)] public partial Layer A { get; } } }", "Models.OfSizes", []),
    ];

    [Fact]
    public void Names_that_no_other_member_may_have_are_those_that_are_emitted()
    {
        var (declared, emitted) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (source, name, blocks) in _models)
        {
            var compilation = Generated(source);
            var model = compilation.GetTypeByMetadataName(name)!;
            var stages = model.GetMembers().OfType<IPropertySymbol>().Where(static p => Symbols.BlockOf(p.Type) is not null && p.PartialImplementationPart is not null).Select(static p => p.Name);
            Compare(model, EmittedMembers.OfModel(stages, name == "Models.Several" ? 2 : 1, name == "Models.Several" ? 3 : 1, name == "Models.OfSizes", name == "Models.OfSizes" ? ["9x8"] : []));
            foreach (var block in blocks.Select(b => compilation.GetTypeByMetadataName(b)!))
            {
                var members = block.GetMembers().OfType<IPropertySymbol>().Where(static p => p.PartialImplementationPart is not null).Select(static p => p.Name);
                Compare(block, EmittedMembers.OfBlock(members, block.GetMembers("Shortcut").Length > 0));
            }
        }

        Assert.Equal(declared.Order(StringComparer.Ordinal), emitted.Order(StringComparer.Ordinal));

        void Compare(INamedTypeSymbol type, IEnumerable<EmittedMember> members)
        {
            var table = members.Select(m => Text(type, m.Name, m.Parameters)).ToHashSet();
            declared.UnionWith(table);
            foreach (var member in type.GetMembers().Where(static m => Symbols.IsEmitted(m) && !m.IsImplicitlyDeclared && m is not IPropertySymbol { IsPartialDefinition: true }))
            {
                if (member is IMethodSymbol { MethodKind: not MethodKind.Ordinary })
                {
                    continue;
                }

                var parameters = member is IMethodSymbol method ? string.Join(", ", method.Parameters.Select(static p => p.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))) : null;
                var text = Text(type, member.Name, parameters);
                Assert.Contains(text, table);
                emitted.Add(text);
            }
        }

        // Without the class, whose name some have in theirs: an entry is emitted by some class, not by all.
        static string Text(INamedTypeSymbol type, string name, string? parameters) =>
            name.Replace(type.Name, "{name}", StringComparison.Ordinal) + (parameters is null ? "" : $"({parameters})");
    }

    [Fact]
    public void What_a_model_with_errors_declares_compiles_against_what_it_derives_from()
    {
        foreach (var (source, name, _) in _models)
        {
            var stale = $"namespace Models {{ [Selected(\"Nothing\", Normalizer.Batch, Normalizer.Batch)] partial class {name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]}; }}";
            string[] files = [source, stale, TorchStandIn.Source, "global using SsnGen;"];
            Compile.Run(Compile.OfFiles(files.Select(static (f, i) => ($"File{i}.cs", f)), typeof(OnnxExport), typeof(GpuNetwork), typeof(Accelerator)), out var output, out _);
            Assert.Contains("class Module", string.Concat(output.SyntaxTrees), StringComparison.Ordinal);
            Assert.DoesNotContain(output.GetDiagnostics(), static d => d.Severity == DiagnosticSeverity.Error);
        }
    }

    [Fact]
    public void A_model_with_errors_declares_what_it_declares_without_them()
    {
        foreach (var (source, name, _) in _models)
        {
            var stale = $"namespace Models; [Selected(\"Nothing\", Normalizer.Batch, Normalizer.Batch)] partial class {name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]};";
            var (good, broken) = (Signatures(Generated(source).GetTypeByMetadataName(name)!).ToArray(), Signatures(Generated(source, stale).GetTypeByMetadataName(name)!).ToArray());
            Assert.NotEmpty(good);
            Assert.Empty(good.Except(broken));

            // Whether a shortcut needs a projection is known with shapes only; networks of one normalization have no memory of their own, and those without one no kernels.
            Assert.All(broken.Except(good), static s => Assert.Matches(@"_Shortcut|WorkspaceBytes|Kernels$", s));
        }
    }

    private static CSharpCompilation Generated(params string[] sources)
    {
        var files = sources.Append(TestModels.TorchMarker).Append(Compile.ImplicitUsings).Select(static (s, i) => ($"File{i}.cs", s));
        Compile.Run(Compile.OfFiles(files, typeof(SsnGen.Onnx.OnnxExport), typeof(SsnGen.Gpu.GpuContext)), out var output, out _);
        return (CSharpCompilation)output;
    }

    // Of a type and those nested in it, but for the kernels' own classes, which nobody names.
    private static IEnumerable<string> Signatures(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers().Where(static m => m.DeclaredAccessibility == Accessibility.Public && !m.IsImplicitlyDeclared))
        {
            if (member is IMethodSymbol { AssociatedSymbol: not null } || (member is INamedTypeSymbol && type.Name.EndsWith("Kernels", StringComparison.Ordinal)))
            {
                continue;
            }

            yield return member.ToDisplayString(_signature).Replace("unsafe ", "", StringComparison.Ordinal);
            if (member is INamedTypeSymbol nested)
            {
                foreach (var inner in Signatures(nested))
                {
                    yield return inner;
                }
            }
        }
    }
}
