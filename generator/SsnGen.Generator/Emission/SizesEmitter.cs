using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>Emits how one of the sizes of pictures is chosen that a network is compiled for.</summary>
internal static class SizesEmitter
{
    private const string Graph = "global::SsnGen.NetworkGraph";
    private const string Runner = "global::SsnGen.Inference.NetworkRunner";

    /// <summary>Emits the description of the network of a size.</summary>
    public static void EmitGraph(SourceWriter w, ModelPlan model, EquatableArray<SizePlan> sizes)
    {
        w.Summary("The network as a graph of values, for pictures of one of the sizes that it is compiled for: " + Words(model, sizes) + ".");
        w.Line("/// <param name=\"height\">The height of the pictures.</param>");
        w.Line("/// <param name=\"width\">The width of the pictures.</param>");
        w.Line("/// <exception cref=\"global::System.ArgumentException\">The network is not compiled for that size.</exception>");
        EmittedFile.Mark(w);
        EmitChoice(w, $"public static {Graph} GraphOf", model, sizes, "Graph", static s => EmittedMembers.Sized(s.Words) + ".Graph");
    }

    /// <summary>Emits what runs the network of a size.</summary>
    public static void EmitNetworkOf(SourceWriter w, ModelPlan model, EquatableArray<SizePlan> sizes)
    {
        EmittedFile.Mark(w);
        EmitChoice(w, $"private {Runner} NetworkOf", model, sizes, "_network", static s => "_network" + s.Words);
    }

    private static void EmitChoice(SourceWriter w, string method, ModelPlan model, EquatableArray<SizePlan> sizes, string own, Func<SizePlan, string> sized)
    {
        using var choice = w.Open($"{method}(int height, int width) => (height, width) switch", ";");
        Choose(model, own);
        foreach (var size in sizes)
        {
            Choose(size.Model, sized(size));
        }

        w.Line($"_ => throw global::SsnGen.Inference.InputSizes.Unknown(height, width, {Literal.Of(model.FullName)}, {Literal.Of(Words(model, sizes))}),");

        void Choose(ModelPlan of, string network) => w.Line($"({Literal.Of(of.Inputs[0].Shape.Height)}, {Literal.Of(of.Inputs[0].Shape.Width)}) => {network},");
    }

    // Such as 64x64, 96x128 and 128x128.
    private static string Words(ModelPlan model, EquatableArray<SizePlan> sizes)
    {
        var input = model.Inputs[0].Shape;
        string[] words = [$"{Literal.Of(input.Height)}x{Literal.Of(input.Width)}", .. sizes.Select(static s => s.Words)];
        return string.Join(", ", words.Take(words.Length - 1)) + " and " + words[words.Length - 1];
    }
}
