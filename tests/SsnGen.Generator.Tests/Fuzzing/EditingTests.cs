using System.Globalization;
using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Fuzzing;

/// <summary>
/// Whatever is typed into the files of an open project, a generator that keeps what it knows from keystroke to keystroke emits and
/// reports what one emits and reports that sees the project for the first time. <c>SSNGEN_FUZZ=1000</c> asks for as many projects.
/// </summary>
public class EditingTests
{
    private const int UsualProjects = 60;
    private const int Keystrokes = 6;

    // Bodies, constants, aliases, directives: what is near a definition, and what is not.
    private const string Surroundings = """
        namespace App
        {
            [SsnModel(Channels = Sizes.Channels, Height = 8, Width = 8)]
            public sealed partial class Kept
            {
                public const int Half = 4;
                [Conv(Half * 2, Kernel = 3), Ssn, Relu] public partial Layer Stem { get; }
                [Repeat(2)] public partial Stage<Part> Body { get; }
                public int Twice(int x) { return 2 * x; }
                public string Name => "kept";
                private readonly string _text = "text";
            }

            [Selected("Stem", Normalizer.Batch, Normalizer.Batch)] partial class Kept;

            [SsnBlock] public sealed partial class Part { [Conv, Ssn] public partial Layer A { get; } }

            class NotPartial { [Relu] public partial Layer A { get; } }

            public static class Sizes { public const int Channels = 3; static Sizes() { int local = 1; Console.WriteLine(local); } }
        }
        """;

    private static readonly string[] Typed =
    [
        " ", "\n", "// x\n", "/* x", "*/", "{", "}", "(", ")", ";", "[", "]", ",", "\"", "1", "2", "x", "=> 1;", "{ get; }", " = 1",
        "#nullable disable\n", "#nullable restore\n", "#if X\n", "#endif\n", "#region r\n", "partial ", "static ", "class X { }", "int y = 1;", "const int Half = 2;",
        "global using M = SsnGen.SsnModelAttribute;\n", "using B = SsnGen.SsnBlockAttribute;\n", "[M] partial class Q { [Relu] public partial Layer A { get; } }\n",
        "[B] partial class R { [Relu] public partial Layer A { get; } }\n", "[SsnModel] ", "[SsnBlock] ", "[Relu] public partial Layer Z { get; }\n", "Normalizer.Layer", "@",
    ];

    private static readonly Gen<(double File, double Start, int Cut, string Text)> Edit =
        Gen.Select(Gen.Double[0, 0.999], Gen.Double[0, 1], Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[1, 3]), (1, Gen.Int[4, 80])), Gen.Frequency((1, Gen.Const("")), (4, Gen.OneOf(Typed))));

    [Fact]
    public void What_is_known_from_before_changes_nothing()
    {
        var (same, kept) = (0, 0);
        for (var number = 0UL; number < (ulong)FuzzingTests.Asked(UsualProjects); number++)
        {
            var files = HostileModels.Project.Generate(new PCG(2, number), null, out _)[..1].Append(Surroundings).Append(HostileModels.Bases).Append(Compile.ImplicitUsings).ToArray();
            var edits = Edit.Array[Keystrokes].Generate(new PCG(3, number), null, out _);
            var compilation = Compile.OfFiles(files.Select(static (f, i) => ("File" + i.ToString(CultureInfo.InvariantCulture) + ".cs", f)));
            var driver = Compile.Run(compilation, out _, out _);
            foreach (var edit in edits)
            {
                var edited = Apply(compilation, edit);
                if (!IsDeclared(edited))
                {
                    continue;
                }

                compilation = edited;
                driver = driver.RunGenerators(compilation);

                var result = driver.GetRunResult().Results.Single();
                var fresh = Compile.Run(compilation, out _, out _).GetRunResult().Results.Single();
                Assert.True(
                    Said(result) == Said(fresh),
                    $"Project {number}, after typing \"{edit.Text}\":\n{string.Join("\n// ----\n", compilation.SyntaxTrees)}\n\n{Difference(Said(fresh), Said(result))}");
                same++;
                kept += result.TrackedSteps[SsnModelGenerator.DeclarationsStep].Single().Outputs.Single().Reason == IncrementalStepRunReason.Unchanged ? 1 : 0;
            }
        }

        // Both ways are gone often, or there is little to find a mistake in.
        Assert.InRange(kept, same / 10, same * 9 / 10);
    }

    private static CSharpCompilation Apply(CSharpCompilation compilation, (double File, double Start, int Cut, string Text) edit)
    {
        var tree = compilation.SyntaxTrees[(int)(edit.File * (compilation.SyntaxTrees.Length - 1))];
        var text = tree.GetText();
        var start = (int)(edit.Start * text.Length);
        var changed = text.WithChanges(new Microsoft.CodeAnalysis.Text.TextChange(new(start, Math.Min(edit.Cut, text.Length - start)), edit.Text));
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(changed));
    }

    // A parser that goes on from an older tree may leave a namespace of the whole file inside of a class, which ends the compiler itself.
    private static bool IsDeclared(CSharpCompilation compilation)
    {
        try
        {
            return compilation.Assembly.GlobalNamespace is not null;
        }
        catch (InvalidCastException)
        {
            return false;
        }
    }

    private static string Said(GeneratorRunResult result)
    {
        Assert.Null(result.Exception);
        return string.Join("\n", result.GeneratedSources.OrderBy(static s => s.HintName, StringComparer.Ordinal).Select(static s => "// " + s.HintName + "\n" + s.SourceText)
            .Concat(result.Diagnostics.Select(static d => d.ToString()).Order(StringComparer.Ordinal)));
    }

    private static string Difference(string expected, string actual)
    {
        var (x, y) = (expected.Split('\n'), actual.Split('\n'));
        var first = x.Zip(y).TakeWhile(static p => p.First == p.Second).Count();
        return $"expected: {x.ElementAtOrDefault(first)}\nactual:   {y.ElementAtOrDefault(first)}";
    }
}
