using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>A vector type as emitted code calls it: the alias of its static class, the alias of its float vector.</summary>
/// <param name="Lanes">Floats of one vector; 0 where the machine decides.</param>
internal sealed record VectorType(string Static, string Type, int Lanes)
{
    private static readonly int[] _widths = [512, 256, 128];

    /// <summary>The vectors of the machine, for what memory bounds.</summary>
    public static VectorType Machine { get; } = new("VN", "FN", 0);

    /// <summary>The vectors of one width.</summary>
    public static VectorType Of(VectorWidth width)
    {
        var bits = (int)width;
        return new VectorType("V" + bits, "F" + bits, bits / 32);
    }

    /// <summary>The aliases that emitted code starts with.</summary>
    public static void EmitAliases(SourceWriter w)
    {
        w.Line("// Vectors of a fixed width, for tiles: static class and float vector.");
        foreach (var bits in _widths)
        {
            w.Line($"using V{bits} = global::System.Runtime.Intrinsics.Vector{bits};");
            w.Line($"using F{bits} = global::System.Runtime.Intrinsics.Vector{bits}<float>;");
        }

        w.Line();
        w.Line("// Vectors as wide as the machine's, for what memory bounds.");
        w.Line("using VN = global::System.Numerics.Vector;");
        w.Line("using FN = global::System.Numerics.Vector<float>;");
        w.Line("using DN = global::System.Numerics.Vector<double>;");
    }

    public string Load(string address) => $"{Static}.Load({address})";

    public string Store(string vector, string address) => $"{Static}.Store({vector}, {address})";

    public string Broadcast(string value) => Lanes == 0 ? $"new FN({value})" : $"{Static}.Create({value})";
}
