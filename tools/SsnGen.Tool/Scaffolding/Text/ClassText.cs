using System.Security;
using System.Text;

namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>A class of a definition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is, in a sentence.</param>
/// <param name="Attribute">What it is marked with.</param>
/// <param name="Properties">Its layers.</param>
internal sealed record ClassText(string Name, string Summary, string Attribute, IReadOnlyList<PropertyText> Properties)
{
    /// <summary>The file of the class.</summary>
    /// <param name="inNamespace">Its namespace.</param>
    public string Write(string inNamespace)
    {
        var text = new StringBuilder();
        text.Append("using SsnGen;\n\nnamespace ").Append(inNamespace).Append(";\n\n");
        text.Append("/// <summary>").Append(Escaped(Summary)).Append("</summary>\n[").Append(Attribute).Append("]\npublic sealed partial class ").Append(Name).Append("\n{\n");
        text.AppendJoin("\n", Properties.Select(static p =>
            $"    /// <summary>{Escaped(p.Summary)}</summary>\n    [{string.Join(", ", p.Attributes)}]\n    public partial {p.Type} {p.Name} {{ get; }}\n"));
        return text.Append("}\n").ToString();
    }

    // In one line, whatever a file is called.
    private static string Escaped(string line) => SecurityElement.Escape(ToolOutput.Printable(line)).Replace("&apos;", "'", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal);
}

/// <summary>A property of a definition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Attributes">What it is declared as.</param>
/// <param name="Summary">What it is, in a sentence.</param>
internal sealed record PropertyText(string Name, string Type, IReadOnlyList<string> Attributes, string Summary);
