using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SsnGen.CodeFixes.Fixers;
using SsnGen.CodeFixes.Tests.Harness;

namespace SsnGen.CodeFixes.Tests;

/// <summary>What an editor holds while somebody types: fixers offer nothing, or something that makes it no worse.</summary>
public class HalfTypedTests
{
    private const string Complete =
        """
        using SsnGen;
        namespace Models;
        [SsnModel(Channels = 4, Height = 8), Selected("Sten", Normalizer.Batch, Normalizer.Batch)]
        public sealed class Net
        {
            [Conv(8, Kernel = 3, Groups = 3), Ssn(Normalizer.Batch, Normalizer.Batch), Relu] public static Layer Stem { get; set; } = null!;
            [Repeat(2)] public partial Stage<Block> S { get; }
            [Linear(4), From(nameof(Sten)), Add("S")] public Layer Last => null!;
        }
        public class Block { [Conv, Shortcut] public partial Layer A { get; } }
        [Selected("A", Normalizer.Batch, Normalizer.Batch)] partial class Nett;
        """;

    private static readonly CodeFixProvider[] _fixers = [.. Fixes.All.SelectMany(static f => f.Fixers).Distinct().Select(static t => (CodeFixProvider)Activator.CreateInstance(t)!)];

    // What diagnostics propose.
    private static readonly ILookup<string, string> _remedies = new (string Id, string Remedy)[]
    {
        ("SSN007", "Channels=16"), ("SSN008", "Channels=16"), ("SSN008", "Strided"), ("SSN009", "Stem"), ("SSN010", "Stem"), ("SSN014", "2"), ("SSN026", "Net"),
    }.ToLookup(static r => r.Id, static r => r.Remedy);

    /// <summary>The text up to some character, and the text without a few characters behind it.</summary>
    public static TheoryData<int, int> Gaps()
    {
        var gaps = new TheoryData<int, int> { { Complete.Length, 0 } };
        for (var i = 0; i < Complete.Length - 11; i += 37)
        {
            gaps.Add(i, Complete.Length - i);
            gaps.Add(i, 11);
        }

        return gaps;
    }

    [Theory]
    [MemberData(nameof(Gaps))]
    public async Task Fixers_make_half_typed_code_no_worse(int start, int length)
    {
        var document = Offer.Document(Complete.Remove(start, length));
        var tree = (await document.GetSyntaxTreeAsync())!;
        var before = tree.GetDiagnostics().Count(static d => d.Severity == DiagnosticSeverity.Error);
        var offers = 0;
        foreach (var place in Places(await tree.GetRootAsync()))
        {
            foreach (var fixer in _fixers)
            {
                foreach (var (id, remedy) in fixer.FixableDiagnosticIds.SelectMany(static id => _remedies[id].Append(null).Select(r => (id, r))))
                {
                    foreach (var action in await Offer.Of(fixer, document, Offer.Diagnostic(id, Location.Create(tree, place), remedy: remedy)))
                    {
                        var after = (await (await Offer.Apply(action, document)).GetSyntaxTreeAsync())!;
                        Assert.True(after.GetDiagnostics().Count(static d => d.Severity == DiagnosticSeverity.Error) <= before, $"{action.Title}:\n{after}");
                        offers++;
                    }
                }
            }
        }

        Assert.True(length > 0 || offers >= 30, $"{offers} offers for the complete text");
    }

    [Fact]
    public async Task Fixers_offer_nothing_for_places_that_are_gone()
    {
        var document = Offer.Document("using SsnGen;");
        var elsewhere = Offer.Document(Complete);
        var other = (await elsewhere.GetSyntaxTreeAsync())!;
        foreach (var fixer in _fixers)
        {
            foreach (var id in fixer.FixableDiagnosticIds)
            {
                var gone = Location.Create("Model.cs", new TextSpan(400, 10), default);
                Assert.Empty(await Offer.Of(fixer, document, Offer.Diagnostic(id, gone, remedy: "Strided")));

                // The block of another project, whose files are not this one's.
                var here = Location.Create((await document.GetSyntaxTreeAsync())!, new TextSpan(0, 5));
                foreach (var cause in new[] { Location.None, Location.Create(other, new TextSpan(Complete.IndexOf("Shortcut", StringComparison.Ordinal), 8)) })
                {
                    Assert.Empty(await Offer.Of(fixer, document, Offer.Diagnostic(id, here, cause, "Channels=16")));
                }
            }
        }
    }

    [Fact]
    public async Task Partial_is_offered_where_the_generator_reports_a_file_without_a_tree()
    {
        const string Code = "[SsnGen.SsnModel] public class Net { [SsnGen.Relu] public partial SsnGen.Layer A { get; } }";
        var document = Offer.Document(Code);
        var reported = Location.Create("Model.cs", new TextSpan(Code.IndexOf("Net", StringComparison.Ordinal), 3), default);
        var action = Assert.Single(await Offer.Of(new MakePartialFixer(), document, Offer.Diagnostic("SSN001", reported)));

        Assert.Equal("Make 'Net' partial", action.Title);
        Assert.Equal(Code.Replace("class", "partial class", StringComparison.Ordinal), (await (await Offer.Apply(action, document)).GetTextAsync()).ToString());
    }

    // Where diagnostics stand: attributes, and the names of properties and classes.
    private static IEnumerable<TextSpan> Places(SyntaxNode root) => root.DescendantNodes().SelectMany(static IEnumerable<TextSpan> (node) => node switch
    {
        AttributeSyntax => [node.Span],
        PropertyDeclarationSyntax property => [property.Identifier.Span],
        TypeDeclarationSyntax type => [type.Identifier.Span],
        _ => [],
    });
}
