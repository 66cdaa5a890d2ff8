namespace SsnGen.Generator.Text;

/// <summary>Names of classes, as code declares them.</summary>
internal static class ClassName
{
    /// <summary>
    /// A name, with <c>@</c> where it would be a keyword, or might become one: the compiler warns wherever a type is declared whose
    /// name is nothing but small letters.
    /// </summary>
    public static string Of(string name) => name.All(static c => c is >= 'a' and <= 'z') ? "@" + name : Identifier.Of(name);
}
