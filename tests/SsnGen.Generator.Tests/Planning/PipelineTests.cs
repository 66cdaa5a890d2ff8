using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>The incremental pipeline: what it caches, what it holds, and that its output depends on nothing else.</summary>
public class PipelineTests
{
    [Theory]
    [InlineData("// a comment\n", IncrementalStepRunReason.Unchanged)]
    [InlineData("namespace Elsewhere { public class Other { } }", IncrementalStepRunReason.Unchanged)]
    [InlineData("namespace Models { [Selected(\"Stem\", Normalizer.Layer, Normalizer.Layer)] partial class ResidualNet; }", IncrementalStepRunReason.Modified)]
    public void Plans_again_only_when_the_definition_changes(string added, IncrementalStepRunReason expected)
    {
        var compilation = Compile.Of(TestModels.Residual);
        var driver = Compile.Run(compilation, out _, out _);
        var changed = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(added, (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "Added.cs"));

        var steps = driver.RunGenerators(changed).GetRunResult().Results.Single().TrackedSteps;

        Assert.Equal(IncrementalStepRunReason.Modified, Reason(steps, SsnModelGenerator.DeclarationsStep));
        Assert.Equal(expected, Reason(steps, SsnModelGenerator.DefinitionStep));
        Assert.Equal(expected == IncrementalStepRunReason.Modified ? expected : IncrementalStepRunReason.Cached, Reason(steps, SsnModelGenerator.PlanStep));
    }

    [Theory]
    [InlineData("return 1;", "return 2; /* two */")]
    [InlineData("=> 1;", "=> Math.Max(1, 2);")]
    [InlineData("Console.WriteLine(0);", "foreach (var i in new[] { 1 }) { Console.WriteLine(i); }\nint Local() => 3;")]
    [InlineData("/// <summary>Old.</summary>", "\n\n/// <summary>New.</summary>\n#region here\n#endregion\n")]
    [InlineData("#pragma warning disable CS1591", "")]
    [InlineData("Console.WriteLine(0);", "")]
    public void Reads_no_definition_again_while_declarations_stay(string before, string after) =>
        Assert.Equal(IncrementalStepRunReason.Unchanged, Edited(before, after));

    [Theory]
    [InlineData("const int A = 1;", "const int A = 2;")]
    [InlineData("B = 1", "B = 2")]
    [InlineData("int C();", "int C() { }")]
    [InlineData("get; }", "get => 1; }")]
    [InlineData("string? D", "string D")]
    [InlineData("= \"e\"", "")]
    [InlineData("#nullable enable", "#nullable disable")]
    [InlineData("int F()", "\n#nullable disable\nint F()")]
    [InlineData("#nullable enable\n#pragma warning disable CS1591\nConsole.WriteLine(0);\n/// <summary>Old.</summary>\n[Obsolete]", "[Obsolete]\n#nullable enable\n")]
    [InlineData("#if NOT", "#if !NOT")]
    [InlineData("[Obsolete]", "[Obsolete(\"f\")]")]
    [InlineData("class Added", "class @Added")]
    [InlineData("class Added", "class Added<T>")]
    public void Reads_definitions_again_when_a_declaration_changes(string before, string after) =>
        Assert.Equal(IncrementalStepRunReason.Modified, Edited(before, after));

    // What becomes of the declarations when a file beside the model is edited.
    private static IncrementalStepRunReason Edited(string before, string after)
    {
        const string Text = """
            #nullable enable
            #pragma warning disable CS1591
            Console.WriteLine(0);
            /// <summary>Old.</summary>
            [Obsolete] partial class Added
            {
                const int A = 1;
                enum Inner { B = 1 }
                partial int C();
                int Get { get; }
                string? D;
                string E = "e";
                int F() { return 1; }
                int G => 1;
            #if NOT
                int H;
            #endif
            }
            """;
        var compilation = Compile.Of(TestModels.Residual, Text);
        var driver = Compile.Run(compilation, out _, out _);
        var tree = compilation.SyntaxTrees[1];
        Assert.Contains(before, Text, StringComparison.Ordinal);
        var edited = Replace(compilation, tree, Text.Replace(before, after, StringComparison.Ordinal));

        return Reason(driver.RunGenerators(edited).GetRunResult().Results.Single().TrackedSteps, SsnModelGenerator.DeclarationsStep);
    }

    [Fact]
    public void Reads_definitions_again_when_references_or_options_change()
    {
        var compilation = Compile.Of(TestModels.Residual);
        var driver = Compile.Run(compilation, out _, out _);
        CSharpCompilation[] changed =
        [
            compilation.AddReferences(MetadataReference.CreateFromFile(typeof(PipelineTests).Assembly.Location)),
            compilation.WithOptions(compilation.Options.WithAllowUnsafe(false)),
            compilation.RemoveSyntaxTrees(compilation.SyntaxTrees[^1]),
            compilation.WithAssemblyName("Other"),
        ];

        Assert.All(changed, c => Assert.Equal(
            IncrementalStepRunReason.Modified,
            Reason(driver.RunGenerators(c).GetRunResult().Results.Single().TrackedSteps, SsnModelGenerator.DeclarationsStep)));
    }

    [Fact]
    public void A_definition_that_only_moved_is_not_planned_again()
    {
        var compilation = Compile.Of(TestModels.Residual, TestModels.ResidualSelection);
        var driver = Compile.Run(compilation, out _, out _);
        var moved = compilation;
        foreach (var tree in compilation.SyntaxTrees.Take(2))
        {
            moved = Replace(moved, tree, "\n\n" + tree);
        }

        var steps = driver.RunGenerators(moved).GetRunResult().Results.Single().TrackedSteps;

        Assert.Equal(IncrementalStepRunReason.Cached, Reason(steps, SsnModelGenerator.DefinitionStep));
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(steps, SsnModelGenerator.PlanStep));
    }

    [Fact]
    public void What_stops_the_compiler_is_reported_where_the_class_has_moved_to()
    {
        const string Text = "using System;\nclass First { void M() { } }\n[SsnModel] class Net { }\n";
        var compilation = Compile.Of(Text);
        var driver = Compile.Run(compilation, out _, out _);
        var tree = compilation.SyntaxTrees[0];
        var moved = Text.Replace("{ }", "{ Console.WriteLine(); }", StringComparison.Ordinal).Replace("class Net { Console.WriteLine(); }", "/* here */ class Net { }", StringComparison.Ordinal);
        var edited = Replace(compilation, tree, moved);

        var result = driver.RunGenerators(edited).GetRunResult();

        Assert.Equal(IncrementalStepRunReason.Unchanged, Reason(result.Results.Single().TrackedSteps, SsnModelGenerator.DeclarationsStep));
        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(("SSN001", moved.IndexOf("Net", StringComparison.Ordinal)), (finding.Id, finding.Location.SourceSpan.Start));
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, SyntaxTree tree, string text) =>
        compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath));

    private static IncrementalStepRunReason Reason(ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>> steps, string step) =>
        Assert.Single(Assert.Single(steps[step]).Outputs).Reason;

    [Fact]
    public void No_step_holds_a_Roslyn_object()
    {
        // By the declared types, not by one run's values: what is declared could hold one some day.
        var open = new Queue<Type>([typeof(ModelDefinition), typeof(BlockDefinition), typeof(ModelPlan)]);
        var seen = new HashSet<Type>();
        var subtypes = typeof(ModelPlan).Assembly.GetTypes();
        while (open.Count > 0)
        {
            var type = open.Dequeue();
            if (!seen.Add(type))
            {
                continue;
            }

            Assert.False(type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true && !type.IsValueType, type + " must not be held");
            foreach (var argument in type.GetGenericArguments().Concat(subtypes.Where(t => t.BaseType == type)))
            {
                open.Enqueue(argument);
            }

            if (type.Assembly == typeof(ModelPlan).Assembly)
            {
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    open.Enqueue(field.FieldType);
                }
            }
        }

        Assert.Contains(typeof(ProducerFacet), seen);
        Assert.Contains(typeof(NormalizationPlan), seen);
        Assert.Contains(typeof(Place), seen);
    }

    [Fact]
    public void Emits_the_same_bytes_in_each_culture_order_of_files_and_run()
    {
        string[] sources = [TestModels.Residual, TestModels.ResidualSelection, TestModels.Everything, TestModels.SingleLayer];
        var expected = Compile.Emitted(sources);
        Assert.NotEmpty(expected);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Hostile();
            Assert.Equal("~1,5", (-1.5).ToString(CultureInfo.CurrentCulture));
            Assert.Equal(expected, Compile.Emitted(sources));

            CultureInfo.CurrentCulture = culture;
            var compilation = Compile.Of(sources);
            var reversed = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Reverse());
            var emitted = Compile.Run(reversed, out _, out _).GetRunResult().Results.Single().GeneratedSources;
            Assert.Equal(expected, emitted.ToDictionary(static s => s.HintName, static s => s.SourceText.ToString()));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("/home/me/app/{0}", "\n", false)]
    [InlineData("/home/me/app/{0}", "\r\n", true)]
    [InlineData(@"C:\work\App\{0}", "\r\n", false)]
    [InlineData(@"D:\b\{0}", "\n", true)]
    [InlineData("../z/../a/{0}", "\r", false)]
    public void Emits_the_same_bytes_in_each_folder_order_of_files_and_kind_of_line_end(string folder, string lineEnd, bool isReversed)
    {
        // In folders of their own, whose order by name is not that of the files.
        (string Name, string Text)[] files =
        [
            ("9/ResidualNet.cs", TestModels.Residual), ("1/ResidualNet.Selection.cs", TestModels.ResidualSelection),
            ("5/Everything.cs", TestModels.Everything), ("a/Usings.cs", Compile.ImplicitUsings), ("A/Broken.cs", Split[0]), ("0/Broken2.cs", Split[1]),
        ];
        var expected = Sources(files.Select(static f => (f.Name, f.Text)));
        var placed = files.Select(f => (
            string.Format(CultureInfo.InvariantCulture, folder, folder.Contains('\\', StringComparison.Ordinal) ? f.Name.Replace('/', '\\') : f.Name),
            f.Text.ReplaceLineEndings(lineEnd)));
        Assert.Equal(expected, Sources(isReversed ? placed.Reverse() : placed));
        Assert.Contains("Broken.g.cs", expected.Keys);
    }

    // Layers that stand in two files are an error, and even what is emitted then is the same.
    private static readonly string[] Split =
    [
        "[SsnModel] public sealed partial class Broken { [Relu] public partial Layer B { get; } }",
        "public sealed partial class Broken { [Relu] public partial Layer A { get; } }",
    ];

    private static Dictionary<string, string> Sources(IEnumerable<(string Path, string Text)> files) =>
        Compile.Run(Compile.OfFiles(files), out _, out _).GetRunResult().Results.Single().GeneratedSources.ToDictionary(static s => s.HintName, static s => s.SourceText.ToString());

    [Fact]
    public void Emits_neither_carriage_returns_nor_byte_order_marks()
    {
        var sources = new[] { TestModels.Residual.ReplaceLineEndings("\r\n"), TestModels.ResidualSelection };
        foreach (var source in Compile.Run(Compile.Of(sources), out _, out _).GetRunResult().Results.Single().GeneratedSources)
        {
            Assert.DoesNotContain('\r', source.SourceText.ToString());
            Assert.Empty(source.SourceText.Encoding!.GetPreamble());
        }
    }

    // Made by hand, since machines without culture data know no other than the invariant one.
    private static CultureInfo Hostile()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        return culture;
    }
}
