using System.Text.RegularExpressions;

namespace SsnGen.Tool.Weights;

/// <summary>Orders names so that <c>layer10</c> stands behind <c>layer2</c>.</summary>
internal static partial class NaturalOrder
{
    /// <summary>What names are compared by.</summary>
    public static string Key(string name) => Digits().Replace(name, static match => match.Value.PadLeft(10, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
