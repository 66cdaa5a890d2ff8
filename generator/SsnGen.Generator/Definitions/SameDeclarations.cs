using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>
/// Takes two compilations for the same where they declare the same: all that a definition is read from. Statements, comments and
/// white space are left out, since most keystrokes change nothing else, and the compiler binds the attributes of each class anew in
/// every compilation. The generator then goes on with the older one, in which they are bound already.
/// </summary>
internal sealed class SameDeclarations : IEqualityComparer<Compilation>
{
    private SameDeclarations()
    {
    }

    public static SameDeclarations Comparer { get; } = new();

    public bool Equals(Compilation? x, Compilation? y) =>
        ReferenceEquals(x, y)
        || (x is not null && y is not null
            && x.AssemblyName == y.AssemblyName
            && x.Options.Equals(y.Options)
            && (x.ExternalReferences == y.ExternalReferences || x.ExternalReferences.SequenceEqual(y.ExternalReferences))
            && x.SyntaxTrees.SequenceEqual(y.SyntaxTrees, TreeComparer.Instance));

    public int GetHashCode(Compilation compilation) => compilation.AssemblyName?.GetHashCode() ?? 0;

    // Down to the bodies only, and past whatever the parser has kept from before. Without recursion: an expression may be deep.
    private static bool AreSame(SyntaxNode before, SyntaxNode after)
    {
        var open = new Stack<(SyntaxNode Before, SyntaxNode After)>([(before, after)]);
        while (open.Count > 0)
        {
            var (x, y) = open.Pop();
            if (x.RawKind != y.RawKind)
            {
                return false;
            }

            if (x.IsIncrementallyIdenticalTo(y) || IsBody(x))
            {
                continue;
            }

            var (left, right) = (Children(x), Children(y));
            if (left.Count != right.Count)
            {
                return false;
            }

            for (var i = 0; i < left.Count; i++)
            {
                if (left[i].AsNode() is { } l && right[i].AsNode() is { } r)
                {
                    open.Push((l, r));
                }
                else if (left[i].IsNode || right[i].IsNode || !AreSame(left[i].AsToken(), right[i].AsToken()))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // A program's statements are no declarations, and so are not even counted.
    private static List<SyntaxNodeOrToken> Children(SyntaxNode node)
    {
        var children = new List<SyntaxNodeOrToken>();
        foreach (var child in node.ChildNodesAndTokens())
        {
            if (!child.IsKind(SyntaxKind.GlobalStatement))
            {
                children.Add(child);
            }
        }

        return children;
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax;

    private static bool AreSame(SyntaxToken x, SyntaxToken y) => x.RawKind == y.RawKind && x.IsMissing == y.IsMissing && x.Text == y.Text;

    private sealed class TreeComparer : IEqualityComparer<SyntaxTree>
    {
        public static TreeComparer Instance { get; } = new();

        public bool Equals(SyntaxTree? x, SyntaxTree? y) =>
            ReferenceEquals(x, y)
            || (x is not null && y is not null
                && x.FilePath == y.FilePath
                && x.Options.Equals(y.Options)
                && NullableDirectives(x.GetRoot()).SequenceEqual(NullableDirectives(y.GetRoot()))
                && AreSame(x.GetRoot(), y.GetRoot()));

        public int GetHashCode(SyntaxTree tree) => tree.FilePath.GetHashCode();

        // Whether a type without a question mark can be null depends on those that stand before it, and how many tokens stand before them.
        private static IEnumerable<(string Text, int Tokens)> NullableDirectives(SyntaxNode root) => root.ContainsDirectives
            ? from directive in root.DescendantNodes(static n => n.ContainsDirectives, descendIntoTrivia: true).OfType<NullableDirectiveTriviaSyntax>()
              let tokens = root.DescendantTokens(static n => !IsBody(n)).Count(t => t.SpanStart < directive.SpanStart)
              select (directive.ToString(), tokens)
            : [];
    }
}
