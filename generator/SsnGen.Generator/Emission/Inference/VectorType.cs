using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>A vector type as emitted code calls it, by <see cref="Aliases"/>: its static class, its float vector.</summary>
/// <param name="Lanes">Floats of one vector; 0 where the machine decides.</param>
/// <param name="IsForBrowsers">Whether they are those of WebAssembly.</param>
internal sealed record VectorType(string Static, string Type, int Lanes, bool IsForBrowsers)
{
    /// <summary>The vectors of the machine that is written for, for what memory bounds.</summary>
    public static VectorType Machine(SourceWriter w) => new("vN::Vector", "vN::Vector<float>", 0, w.IsForBrowsers);

    /// <summary>The vectors of one width.</summary>
    public static VectorType Of(SourceWriter w, VectorWidth width)
    {
        var bits = (int)width;
        return new VectorType($"vW::Vector{bits}", $"vW::Vector{bits}<float>", bits / 32, w.IsForBrowsers);
    }

    /// <summary>Expressions over these vectors.</summary>
    public VectorDialect Dialect() => new(Static, Type, Lanes == 0 ? $"new {Type}" : Static + ".Create", isForBrowsers: IsForBrowsers);

    /// <summary>A variable, or a call, in expressions over these vectors.</summary>
    public Term Value(string text) => Term.Variable(Dialect(), text);

    /// <summary>a·b + c of variables and calls.</summary>
    public Term MultiplyAdd(string a, string b, string c) => Term.MultiplyAdd(Value(a), Value(b), Value(c));

    public string Load(string address) => $"{Static}.Load({address})";

    public string Store(string vector, string address) => $"{Static}.Store({vector}, {address})";

    public string Broadcast(string value) => Lanes == 0 ? $"new {Type}({value})" : $"{Static}.Create({value})";
}
