using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the ways in and out: from [C, H, W] to the layout of the network, and back.</summary>
internal static class PackingEmitter
{
    public static void EmitPackInput(SourceWriter w, InferencePlan plan)
    {
        var input = plan.Input;
        w.Summary($"Packs one sample, {plan.Model.Input}, " + (input.IsBlocked
            ? "into blocks of 16 channels"
            : $"pixel by pixel ({input.PixelStride} channels side by side)") + (input.Halo > 0 ? $", inside a border of {input.Halo} zeros." : "."));
        using (w.Open("public static void PackInput(float* arena, float* input)"))
        {
            w.Line($"float* packed = arena + {input.Offset};");
            if (input.Halo > 0 || input.Shape.Channels % input.PixelStride != 0)
            {
                w.Line($"new global::System.Span<float>(packed, {input.Length}).Clear();");
            }

            EmitChannels(w, input, "input", static (packed, plain) => $"{packed} = {plain};", "packed");
        }
    }

    public static void EmitUnpackOutput(SourceWriter w, InferencePlan plan)
    {
        var output = plan.Output;
        w.Summary($"Unpacks the output of one sample, {output.Shape}.");
        using (w.Open("public static void UnpackOutput(float* arena, float* output)"))
        {
            w.Line($"float* packed = arena + {output.Offset};");
            EmitChannels(w, output, "output", static (packed, plain) => $"{plain} = {packed};", "packed");
        }
    }

    private static void EmitChannels(SourceWriter w, TensorPlan tensor, string plain, Func<string, string, string> copy, string packed)
    {
        var shape = tensor.Shape;
        if (tensor.PixelStride == 1 || (shape.SlabSize == 1 && tensor.Halo == 0))
        {
            EmitCopy(w, tensor, plain, packed);
            return;
        }

        using (w.Open($"for (int c = 0; c < {shape.Channels}; c++)"))
        {
            w.Line(tensor.IsBlocked
                ? $"float* plane = {packed} + {tensor.Interior} + (c / 16 * {tensor.PlaneStride}) + (c % 16);"
                : $"float* plane = {packed} + {tensor.Interior} + c;");
            w.Line($"for (int row = 0; row < {shape.Height}; row++)");
            using (w.Open($"for (int column = 0; column < {shape.Width}; column++)"))
            {
                w.Line(copy(
                    $"plane[(row * {tensor.RowStride}) + (column * {tensor.PixelStride})]",
                    $"{plain}[(((c * {shape.Height}) + row) * {shape.Width}) + column]"));
            }
        }
    }

    // Adjacent in both layouts: one channel row by row, or a vector.
    private static void EmitCopy(SourceWriter w, TensorPlan tensor, string plain, string packed)
    {
        var (rows, length) = tensor.Shape.SlabSize == 1 ? (1, tensor.Shape.Channels) : (tensor.Shape.Height, tensor.Shape.Width);
        var outside = $"{plain} + (row * {length})";
        var inside = $"{packed} + {tensor.Interior} + (row * {tensor.RowStride})";
        var (from, to) = plain == "input" ? (outside, inside) : (inside, outside);
        using (w.Open($"for (int row = 0; row < {rows}; row++)"))
        {
            w.Line($"new global::System.ReadOnlySpan<float>({from}, {length}).CopyTo(new global::System.Span<float>({to}, {length}));");
        }
    }
}
