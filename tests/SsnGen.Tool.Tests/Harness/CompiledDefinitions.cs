extern alias generator;

using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using generator::SsnGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.Networks;
using SsnGen.Tool.Scaffolding;

namespace SsnGen.Tool.Tests.Harness;

/// <summary>Definitions as source text, compiled in memory with the generator, and loaded. Whatever anyone says of them fails the test.</summary>
internal sealed class CompiledDefinitions
{
    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static readonly MetadataReference[] _references = [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Layer).Assembly.Location)];

    private readonly Assembly _assembly;

    private CompiledDefinitions(Assembly assembly) => _assembly = assembly;

    /// <summary>Compiles files.</summary>
    /// <param name="files">Their names and texts.</param>
    public static CompiledDefinitions Of(params IEnumerable<(string Name, string Text)> files)
    {
        var compilation = CSharpCompilation.Create(
            "Imported" + Guid.NewGuid().ToString("N"),
            files.Select(static f => CSharpSyntaxTree.ParseText(f.Text, _parsing, f.Name)).Append(CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.Linq;", _parsing, "Usings.cs")),
            _references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release, warningLevel: 9999));
        CSharpGeneratorDriver.Create([new SsnModelGenerator().AsSourceGenerator()], parseOptions: _parsing).RunGeneratorsAndUpdateCompilation(compilation, out var output, out var generated);
        var analyzed = output.WithAnalyzers([new SsnModelAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        using var stream = new MemoryStream();
        var result = output.Emit(stream);
        var said = generated.Concat(analyzed).Concat(result.Diagnostics).Where(static d => d.Severity >= DiagnosticSeverity.Warning).Take(10).ToArray();
        Assert.True(result.Success && said.Length == 0, string.Join("\n", said.Select(static d => d.ToString())) + "\n" + string.Join("\n", files.Select(static f => f.Text)));
        stream.Position = 0;
        return new CompiledDefinitions(new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(stream));
    }

    /// <summary>Compiles what was imported, each in a namespace of its own, with a caller for any number of inputs and outputs.</summary>
    public static CompiledDefinitions Of(params IReadOnlyList<Scaffold> scaffolds) => Of(scaffolds.SelectMany(static s =>
        s.Blocks.Prepend(s.Model).Select(c => ($"{s.Namespace}.{c.Name}.cs", c.Write(s.Namespace))).Append((s.Namespace + ".Caller.cs", CallerOf(s)))
        .Concat(s.Selection is { } selection ? [(s.Namespace + ".Selection.cs", selection)] : [])));

    /// <summary>Compiles all files of a folder.</summary>
    public static CompiledDefinitions OfFolder(string folder) => Of(Directory.GetFiles(folder, "*.cs").Order(StringComparer.Ordinal).Select(static f => (Path.GetFileName(f), File.ReadAllText(f))));

    /// <summary>What a model describes itself as.</summary>
    public NetworkGraph Graph(string model) => (NetworkGraph)Type(model).GetProperty("Graph", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>What a model describes itself as while it is trained.</summary>
    public NetworkGraph TrainingGraph(string model) => (NetworkGraph)(Type(model).GetProperty("TrainingGraph", BindingFlags.Public | BindingFlags.Static) ?? Type(model).GetProperty("Graph"))!.GetValue(null)!;

    /// <summary>Loads weights with all checks and runs a model of one input and one output.</summary>
    public float[] Run(string model, string weights, float[] input)
    {
        var network = Type(model).GetMethod("Load", [typeof(string), typeof(LoadOptions)])!.Invoke(null, [weights, null])!;
        var graph = Graph(model);
        var output = new float[input.Length / graph.Inputs[0].Shape.Length * graph.Outputs[0].Layer.Output.Length];
        Type(model).GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<RunOne>(network)(input, output);
        return output;
    }

    /// <summary>Loads weights with all checks and runs any model.</summary>
    public float[][] RunAll(string model, string weights, float[][] inputs)
    {
        var network = Type(model).GetMethod("Load", [typeof(string), typeof(LoadOptions)])!.Invoke(null, [weights, null])!;
        var graph = Graph(model);
        var count = inputs[0].Length / graph.Inputs[0].Shape.Length;
        float[][] outputs = [.. graph.Outputs.Select(o => new float[count * o.Layer.Output.Length])];
        Type(model[..model.LastIndexOf('.')] + ".Caller").GetMethod("Run")!.Invoke(null, [network, inputs, outputs]);
        return outputs;
    }

    // Passes arrays on as the spans that the network takes, which reflection cannot.
    private static string CallerOf(Scaffold scaffold)
    {
        var arguments = scaffold.Network.Inputs.Select(static (_, i) => $"inputs[{i}]").Concat(scaffold.Network.Outputs.Select(static (_, i) => $"outputs[{i}]"));
        return $$"""
            namespace {{scaffold.Namespace}};
            internal static class Caller
            {
                public static void Run(object network, float[][] inputs, float[][] outputs) => (({{scaffold.Model.Name}})network).Run({{string.Join(", ", arguments)}});
            }
            """;
    }

    private delegate void RunOne(ReadOnlySpan<float> input, Span<float> output);

    private Type Type(string model) => _assembly.GetType(model, throwOnError: true)!;
}
