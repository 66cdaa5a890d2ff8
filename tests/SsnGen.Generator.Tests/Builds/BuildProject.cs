extern alias runtime;

using System.Xml.Linq;

namespace SsnGen.Generator.Tests.Builds;

/// <summary>A small project that uses SsnGen as the README says, without packages.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Files">Its C# files.</param>
/// <param name="Properties">What it sets beside the usual properties, or instead of them.</param>
/// <param name="Library">The SsnGen.dll that it references, where it is not the usual one.</param>
internal sealed record BuildProject(
    string Name, IReadOnlyList<(string Name, string Text)> Files, IReadOnlyDictionary<string, string> Properties, byte[]? Library = null)
{
    /// <summary>The error log that its compiler writes.</summary>
    public string Log => Name + ".sarif";

    // The rest is what an SDK project has by default and these tests do not look at.
    private static readonly Dictionary<string, string> Usual = new()
    {
        ["TargetFramework"] = "net10.0",
        ["Nullable"] = "enable",
        ["ImplicitUsings"] = "enable",
        ["AllowUnsafeBlocks"] = "true",
        ["TreatWarningsAsErrors"] = "false",
        ["EnableNETAnalyzers"] = "false",
        ["NuGetAudit"] = "false",
        ["GenerateDependencyFile"] = "false",
        ["ProduceReferenceAssembly"] = "false",
        ["EnableSourceLink"] = "false",
        ["EnableSourceControlManagerQueries"] = "false",
    };

    /// <summary>Writes it into a folder of its name.</summary>
    /// <param name="parent">The folder around that folder.</param>
    public void Write(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Name)).FullName;
        foreach (var (name, text) in Files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        var library = typeof(runtime::SsnGen.Layer).Assembly.Location;
        if (Library is not null)
        {
            library = Path.Combine(folder, "SsnGen.dll");
            File.WriteAllBytes(library, Library);
        }

        var properties = new Dictionary<string, string>(Usual) { ["ErrorLog"] = Log + ",version=2.1" };
        foreach (var (name, value) in Properties)
        {
            properties[name] = value;
        }

        var project = new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup", properties.Select(static p => new XElement(p.Key, p.Value))),
            new XElement(
                "ItemGroup",
                new XElement("Using", new XAttribute("Include", "SsnGen")),
                new XElement("Reference", new XAttribute("Include", library), new XAttribute("Private", "false")),
                new XElement("Analyzer", new XAttribute("Include", typeof(SsnModelGenerator).Assembly.Location))));
        File.WriteAllText(Path.Combine(folder, Name + ".csproj"), project.ToString());
    }
}
