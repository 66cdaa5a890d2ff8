using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>A vector type as emitted code calls it, by <see cref="Aliases"/>: its static class, its float vector.</summary>
/// <param name="Lanes">Floats of one vector; 0 where the machine decides.</param>
internal sealed record VectorType(string Static, string Type, int Lanes)
{
    /// <summary>The vectors of the machine, for what memory bounds.</summary>
    public static VectorType Machine { get; } = new("vN::Vector", "vN::Vector<float>", 0);

    /// <summary>The vectors of one width.</summary>
    public static VectorType Of(VectorWidth width)
    {
        var bits = (int)width;
        return new VectorType($"vW::Vector{bits}", $"vW::Vector{bits}<float>", bits / 32);
    }

    /// <summary>Expressions over these vectors.</summary>
    public VectorDialect Dialect() => new(Static, Type, Lanes == 0 ? $"new {Type}" : Static + ".Create");

    public string Load(string address) => $"{Static}.Load({address})";

    public string Store(string vector, string address) => $"{Static}.Store({vector}, {address})";

    public string Broadcast(string value) => Lanes == 0 ? $"new {Type}({value})" : $"{Static}.Create({value})";
}
