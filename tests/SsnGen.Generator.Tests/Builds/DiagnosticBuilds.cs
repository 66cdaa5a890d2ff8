using System.Collections.Immutable;
using System.Xml.Linq;
using SsnGen.Generator.Tests.Diagnostics;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Builds;

/// <summary>
/// Projects with what users do wrong, built once: the examples of docs/diagnostics/, and more. Files of one project are compiled
/// together, so what keeps the compiler from going on belongs in a project of its own.
/// </summary>
public sealed class DiagnosticBuilds
{
    private static readonly Dictionary<string, Dictionary<string, string>> Properties = new()
    {
        ["Properties"] = new() { ["DefineConstants"] = "ASKED" },
        ["CSharp12"] = new() { ["LangVersion"] = "12" },
    };

    private readonly IReadOnlyDictionary<string, BuiltProject> _built = BuildRun.Of(Projects());

    /// <summary>One line for each of them; a project is what its lines name.</summary>
    internal static ImmutableArray<Expectation> Expectations { get; } =
    [
        // What an analyzer says, although the class has another form than code can be added to, or its properties have.
        new("Forms", "error SSN002", "'Net' is nested in another type", "public partial class Outer { [SsnModel] public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } } }"),
        new("Forms", "error SSN002", "'Net' is generic", "[SsnModel] public sealed partial class [|Net|]<T> { [Relu] public partial Layer A { get; } }"),
        new("Forms", "error SSN002", "'Net' is abstract", "[SsnModel] public abstract partial class [|Net|] { [Relu] public partial Layer A { get; } }"),
        new("Forms", "error SSN002", "'Net' is a model and a block", "[SsnModel, SsnBlock] public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } }"),
        new("Forms", "error SSN002", "'Net' has a constructor of its own", "[SsnModel] public sealed partial class Net { public [|Net|](int a) { _ = a; } [Relu] public partial Layer A { get; } }"),
        new("Forms", "error SSN003", "'A' is not partial", "[SsnModel] public sealed partial class Net { [Relu] public Layer [|A|] { get; } = null!; }"),
        new("Forms", "error SSN003", "'A' is static", "[SsnModel] public sealed partial class Net { [Relu] public static partial Layer [|A|] { get; } }"),
        new("Forms", "error SSN003", "is an indexer", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer [|this|][int i] { get; } }"),
        new("Forms", "error SSN004", "'A' is of type 'string'", "[SsnModel] public sealed partial class Net { [Relu] public partial string [|A|] { get; } }"),
        new("Forms", "error SSN016", "'S' repeats 'SsnGen.Layer', which is no block", "[SsnModel] public sealed partial class Net { [Repeat(1)] public partial Stage<Layer> [|S|] { get; } }"),
        new("Forms", "error SSN020", "'Net' has a member '_network'", "[SsnModel] public sealed partial class Net { private int [|_network|] = 1; public int P() => _network++; [Relu] public partial Layer A { get; } }"),
        new("Forms", "error SSN020", "'Module' is called 'Module'", "[SsnModel] public sealed partial class [|Module|] { [Relu] public partial Layer A { get; } }"),

        // The users of a network with errors have none of their own.
        new("Forms", "error SSN009", "'B' names 'C'", "[SsnModel] public sealed partial class Net { [Ssn(Normalizer.Batch)] public partial Layer A { get; } [Relu, [|From(\"C\")|]] public partial Layer B { get; } }\n"
            + "public static class Program { public static void Use() { var n = Net.Load(\"a\"); n.Run(new float[Net.InputLength], new float[Net.OutputLength]); _ = Net.Layers.Count + (int)Net.WorkspaceBytes; _ = Net.Kernels.A; _ = n.B.Path + Net.SelectionHash; } }"),

        // Where the compiler stops before its analyzers, the generator itself says it.
        new("FileLocal", "error SSN002", "'Net' is visible in its file only", "[SsnModel] file sealed partial class [|Net|] { [Relu] public partial Layer A { get; } }"),
        new("Static", "error SSN002", "'Net' is static", "[SsnModel] public static partial class [|Net|] { [Relu] public partial Layer A { get; } }"),
        new("Struct", "error SSN002", "'Net' is no class", "[SsnModel] public partial struct [|Net|] { [Relu] public partial Layer A { get; } }"),
        new("InNotPartial", "error SSN002", "'Net' is nested in another type", "public class Outer { [SsnModel] public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } } }"),
        new("Unmarked", "error SSN024", "'Net' declares layers", "public sealed class [|Net|] { [Relu] public partial Layer A { get; } }"),
        new("Block", "error SSN001", "'Block' must be partial", "[SsnBlock] public sealed class [|Block|] { [Relu] public partial Layer A { get; } }"),
        new("Use", "error SSN022", "'Net.Module' asks for training with TorchSharp", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer A { get; } }\npublic sealed class Program { private Net.[|Module|]? _module; public object? Get() => _module = null; }"),
        new("CSharp12", "error SSN027", "'Net' needs <LangVersion>13</LangVersion>", "[SsnModel] public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } }"),
        new("Properties", "warning CS1030", "'asked'", "#if ASKED\n#warning [|asked|]\n#endif"),
    ];

    /// <summary>The project of a page's example: with all others, unless it needs other properties or references, or stops the compiler.</summary>
    internal static string ProjectOf(DiagnosticPage page) => page.Properties.Length > 0 || page.HasNextRuntime || page.Id == "SSN001" ? page.Id : "Pages";

    /// <summary>What is said of each project, by its name.</summary>
    internal IReadOnlyDictionary<string, BuiltProject> Built => _built;

    // A page's example stands in a namespace of its own, which takes a line.
    private static IReadOnlyList<BuildProject> Projects() =>
    [
        .. Expectations.GroupBy(static e => e.Project).Select(static p => new BuildProject(
            p.Key,
            [.. p.Select(static e => (e.File, e.Source.Text))],
            Properties.GetValueOrDefault(p.Key) ?? [])),
        .. DiagnosticPage.All.Values.GroupBy(ProjectOf).Select(static p => new BuildProject(
            p.Key,
            [.. p.Select(static page => (page.Id + ".cs", $"namespace Pages.{page.Id};\n{page.Source}"))],
            XElement.Parse($"<P>{p.First().Properties}</P>").Elements().ToDictionary(static e => e.Name.LocalName, static e => e.Value),
            p.First().HasNextRuntime ? OtherRuntime.Next : null)),
    ];
}
