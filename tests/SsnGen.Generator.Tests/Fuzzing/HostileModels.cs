using CsCheck;

namespace SsnGen.Generator.Tests.Fuzzing;

/// <summary>
/// Random classes with whatever a user may write into a file, right or wrong: keywords as names, names that differ by case, hidden and
/// inherited ones, parts in several files, aliases, constructors, huge values, properties that are half typed.
/// </summary>
internal static class HostileModels
{
    private static readonly string[] _usualNames = ["Net", "Block", "Stem", "A", "B", "Stage1", "Head"];

    private static readonly string[] _hostileNames =
    [
        "NET", "net", "a", "@event", "@class", "@this", "@params", "@out", "@record", "@field", "@value", "@required", "@file", "@var", "@await",
        "Module", "Run", "Layers", "Kernels", "Load", "Create", "SelectionHash", "Stage1Blocks", "StemBlocks", "_network", "NetWorkspace", "Shortcut", "shortcut",
        "layerA", "Equals", "ToString", "GetType", "Finalize", "Tensor", "Layer", "Stage", "Conv", "System", "SsnGen", "Größe", "名前", "\\u0041b", "__", "_",
    ];

    /// <summary>A name as long as compiled code can hold.</summary>
    public static readonly string LongName = "X" + new string('x', 1010);

    private static readonly Gen<string> Name = Gen.Frequency((3, Gen.OneOf(_usualNames)), (1, Gen.OneOf(_hostileNames)), (40, Gen.Int[0, 40].Select(static i => "L" + i)));

    private static readonly Gen<string> TypeName = Gen.Frequency((4, Gen.OneOf(_usualNames)), (2, Gen.OneOf(_hostileNames).Where(static n => n is not ("System" or "SsnGen"))), (1, Gen.Const(LongName)));

    private static readonly Gen<string> Value = Gen.Frequency(
        (12, Gen.Int[1, 8].Select(static i => Text(i))),
        (1, Gen.OneOf("0", "-1", "-3", "2147483647", "-2147483648", "1 << 30", "int.MaxValue", "Missing", "\"x\"", "null", "", "1.5f", "default", "nameof(Net)")));

    private static readonly Gen<string> Facet = Gen.Frequency(
        (8, Value.Select(static v => $"Conv({v})")),
        (4, Gen.Select(Value, Value, static (c, k) => $"Conv({c}, Kernel = {k})")),
        (2, Gen.Select(Value, Value, static (p, s) => $"Conv(Padding = {p}, Stride = {s})")),
        (1, Gen.Const("Conv")),
        (1, Gen.OneOf("Conv(16, 3)", "Conv(8, Kernl = 3)", "Conv(", "Conv(Kernel = )", "Conv(8, Kernel = 3", "Konv(3)", "SsnGen.Conv(4)", "global::SsnGen.Conv(4)", "C(4)")),
        (1, Gen.Const("Conv(Kernel = 3, Strided = true)")),
        (2, Value.Select(static v => $"Linear({v})")),
        (2, Gen.Select(Value, Value, static (k, p) => $"MaxPool({k}, Padding = {p})")),
        (1, Gen.Const("GlobalAveragePool")),
        (6, Gen.OneOf("Ssn", "Ssn(Normalizer.Batch)", "Ssn(Normalizer.Batch, Normalizer.Batch)", "Ssn((Normalizer)17)", "Ssn(Normalizer.Nothing)", "Ssn(Groups = 0)", "Ssn(Normalizer.Group, Groups = -1)", "Ssn(Epsilon = float.NaN)")),
        (3, Name.Select(static n => $"Add(nameof({n}))")),
        (2, Name.Select(static n => $"From(\"{n}\")")),
        (1, Gen.OneOf("Add(null)", "From(LayerSource.Input)", "Add(LayerSource.Input)", "Add(\"(input)\")")),
        (2, Gen.Const("Shortcut")),
        (6, Gen.OneOf("Relu", "Silu", "LeakyRelu(0.1f)", "LeakyRelu(float.NaN)", "Dropout(0.5f)", "Dropout(2)")),
        (4, Gen.Select(Value, Value, static (n, c) => $"Repeat({n}, Channels = {c})")),
        (1, Gen.OneOf("Repeat(2)", "Repeat(2147483647)", "Obsolete", "Obsolete(\"x\", true)")));

    private static readonly Gen<string> Property =
        from facets in Facet.List[0, 3]
        from modifiers in Gen.Frequency(
            (12, Gen.Const("public partial")),
            (4, Gen.OneOf("partial", "internal partial", "private partial", "protected internal partial", "public new partial", "public virtual partial", "public static partial", "public required partial", "public unsafe partial")),
            (1, Gen.OneOf("public", "public readonly partial", "public abstract partial", "partial public", "public sealed override partial", "public extern partial", "")))
        from type in Gen.Frequency(
            (12, Gen.Const("Layer")),
            (5, TypeName.Select(static t => $"Stage<{t}>")),
            (3, Gen.OneOf("Layer?", "ref Layer", "ref readonly Layer", "Stage<Block>?", "Stage<Block?>", "Stage<Layer>", "Stage<int[]>", "Stage<Missing>", "SsnGen.Layer", "global::SsnGen.Layer", "L", "string", "Missing", "Layer[]", "dynamic", "(Layer, Layer)", "")))
        from name in Gen.Frequency((20, Name), (1, Gen.OneOf("this[int i]", "this[Missing m]", "I.A", "", "3")))
        from accessors in Gen.Frequency(
            (16, Gen.Const("{ get; }")),
            (3, Gen.OneOf("{ get; set; }", "{ get; init; }", "{ get; private set; }", "{ set; }", "{ get => null!; }", "=> null!;", "{ get; } = null!;", "{ get", "{", ";", "")))
        select $"    {(facets.Count == 0 ? "" : "[" + string.Join(", ", facets) + "] ")}{modifiers} {type} {name} {accessors}\n";

    private static readonly Gen<string> Own = Gen.OneOf(
        "    public Net() { }\n", "    public Net(int a) { _ = a; }\n", "    static Net() { }\n", "    private readonly int _network = 1;\n",
        "    public void Run(ReadOnlySpan<float> input, Span<float> output) { }\n", "    public void Run(int a) { }\n", "    public int Kernels => 1;\n", "    public class Module;\n",
        "    public const long WorkspaceBytes = 1;\n", "    public required int Size { get; set; }\n", "    public static void ExportOnnx() { }\n", "    public int Stage1Blocks;\n",
        "    public override string ToString() => \"\";\n", "    public class Kernels<T>;\n", "    event Action Layers;\n", "    public static string Summary() => \"\";\n", "    public partial void Load();\n", "    ~Net() { }\n",
        "    private int layerA;\n", "    public static implicit operator int(Net n) => 1;\n", "    partial class Inner { [Relu] public partial Layer A { get; } }\n");

    private static readonly Gen<string> Kind = Gen.Frequency(
        (12, Gen.Const("public sealed partial class")),
        (4, Gen.OneOf("partial class", "internal partial class", "public abstract partial class", "public static partial class", "public unsafe partial class", "public sealed class")),
        (2, Gen.OneOf("public partial record", "public sealed partial record class", "public partial struct", "public partial record struct", "public readonly ref partial struct", "partial interface", "file sealed partial class", "class", "partial enum")));

    private static readonly Gen<string> Head = Gen.Frequency(
        (16, Gen.Const("")),
        (4, Gen.OneOf("<T>", "<T> where T : class", "(int size)", "()", " : Super", " : Sized", " : Taken", " : Marked", " : IDisposable", " : Missing", " : object", "<[Obsolete] T, @class>")));

    private static readonly Gen<string> Attributes = Gen.Frequency(
        (12, Gen.OneOf("[SsnModel(Channels = 4, Height = 8, Width = 8)]", "[SsnModel(Channels = 4, Height = 8, Width = 8, Kernels = true)]")),
        (6, Gen.Const("[SsnBlock]")),
        (4, Gen.Select(Value, Value, static (h, w) => $"[SsnModel(Height = {h}, Width = {w})]")),
        (3, Gen.OneOf("", "[SsnModel, SsnBlock]", "[SsnModel(Backend = Backend.Both, HalfStorage = true)]", "[SsnModel(Backend = (Backend)9)]", "[SsnModel(Chanels = 3)]", "[SsnModel, Obsolete]", "[SsnBlock, Obsolete(\"old\")]", "[SsnBlock, Obsolete(\"old\", true)]", "[SsnModel, SsnModel]", "[SsnModel", "[type: SsnBlock]", "[SsnGen.SsnModel]")));

    private static readonly Gen<string> Selected = Gen.Frequency(
        (6, Gen.Const("")),
        (1, Gen.OneOf("[Selected(\"A\", Normalizer.Batch, Normalizer.Layer)]", "[Selected(\"Stage1.0.A\", Normalizer.Batch, Normalizer.Batch)]", "[Selected(null, Normalizer.Batch)]", "[Selected(null!, (Normalizer)9, 0)]")));

    private static readonly Gen<string> Class =
        from attributes in Attributes
        from selected in Selected
        from kind in Kind
        from name in TypeName
        from head in Head
        from properties in Property.List[0, 5]
        from own in Gen.Frequency((5, Gen.Const("")), (1, Own))
        from second in Gen.Frequency((8, Gen.Const("")), (1, Property))
        from nesting in Gen.Frequency((10, Gen.Const("")), (1, Gen.OneOf("partial class Outer", "class Outer", "partial struct @struct", "public partial interface IOuter", "static partial class Outer<T>", "file partial class Outer")))
        select Nest(nesting, $"{attributes} {selected}\n{kind} {name}{head}\n{{\n{string.Concat(properties)}{own.Replace("Net", name, StringComparison.Ordinal)}}}\n"
            + (second.Length == 0 ? "" : $"partial class {name}{{\n{second}}}\n"));

    /// <summary>One file: its usings, its namespace and its classes; some are cut off in the middle.</summary>
    private static readonly Gen<string> SourceFile =
        from usings in Gen.Frequency((6, Gen.Const("")), (1, Gen.OneOf("using L = SsnGen.Layer;\n", "using C = SsnGen.ConvAttribute;\n", "using static SsnGen.Normalizer;\n", "extern alias other;\n", "using Layer = System.String;\n")))
        from space in Gen.OneOf("", "namespace App;\n", "namespace app;\n", "namespace App.@event;\n", "namespace App.System;\n", "namespace A.B.C;\n")
        from classes in Class.List[1, 3]
        from cut in Gen.Frequency((12, Gen.Const(1.0)), (1, Gen.Double[0.1, 0.95]))
        select Cut(usings + space + string.Join("\n", classes), cut);

    /// <summary>The files of one project.</summary>
    public static readonly Gen<string[]> Project = SourceFile.Array[1, 4];

    /// <summary>What the classes of a project may derive from.</summary>
    public const string Bases = """
        public class Super { public int Run { get; } public Layer? Stem { get; set; } }
        public class Sized { public Sized(int size) { Size = size; } public int Size { get; } public required int Must { get; set; } }
        public abstract class Taken { public abstract Layer A { get; } protected void Load(string path, SsnGen.Networks.LoadOptions? options) { } public static class Kernels; }
        [SsnModel(Channels = 2)] public partial class Marked { [Relu] public partial Layer Q { get; } }
        """;

    /// <summary>How many models a project has, as the attributes say.</summary>
    public static int Count(string[] project) => project.Sum(static f => f.Split("[SsnModel").Length - 1 + f.Split("[SsnBlock").Length - 1);

    private static string Nest(string outer, string text) => outer.Length == 0 ? text : outer + "\n{\n" + text + "}\n";

    private static string Cut(string text, double part) => part >= 1 ? text : text[..(int)(text.Length * part)];

    private static string Text(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
