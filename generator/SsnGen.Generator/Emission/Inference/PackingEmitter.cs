using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the ways in and out: from [C, H, W] to the layout of the network, and back.</summary>
internal static class PackingEmitter
{
    /// <summary>The method that packs an input.</summary>
    public static string PackMethod(int count, int input) => "PackInput" + EmissionNames.Number(count, input);

    /// <summary>The method that makes values of the pixels of the first input.</summary>
    public const string ConvertMethod = "ConvertPixels";

    /// <summary>The method that unpacks an output.</summary>
    public static string UnpackMethod(int count, int output) => "UnpackOutput" + EmissionNames.Number(count, output);

    /// <summary>Emits the ways in.</summary>
    public static void EmitPacking(SourceWriter w, InferencePlan plan)
    {
        for (var i = 0; i < plan.Inputs.Length; i++)
        {
            EmitPack(w, plan, i);
        }

        if (plan.Model.TakesPixels)
        {
            EmitConvert(w, plan);
        }
    }

    /// <summary>Emits the ways out.</summary>
    public static void EmitUnpacking(SourceWriter w, InferencePlan plan)
    {
        var outputs = plan.Outputs.ToArray();
        for (var i = 0; i < outputs.Length; i++)
        {
            var layer = plan.Model.LayerOf(plan.Model.Outputs[i].Value)!;
            w.Line();
            w.Summary(outputs.Length == 1 ? $"Unpacks the output of one sample, {outputs[i].Shape}." : $"Unpacks what {layer.Path} computes of one sample, {outputs[i].Shape}.");
            w.Line(EmissionNames.Optimized);
            using (w.Open($"public static void {UnpackMethod(outputs.Length, i)}(float* arena, float* output)"))
            {
                w.Line($"float* packed = arena + {EmissionNames.Values(layer)};");
                EmitPixels(w, outputs[i], pack: false);
            }
        }
    }

    /// <summary>Emits what pixels are converted with, where they are.</summary>
    public static void EmitConversion(SourceWriter w, InferencePlan plan)
    {
        if (plan.Model.TakesPixels)
        {
            w.Line($"private static readonly global::SsnGen.Inference.PixelConversion Pixels = new({plan.Model.FullCodeName}.Graph.Inputs[0]);");
            w.Line();
        }
    }

    private static void EmitPack(SourceWriter w, InferencePlan plan, int index)
    {
        var (input, model) = (plan.Inputs[index], plan.Model);
        if (index > 0)
        {
            w.Line();
        }

        w.Summary($"Packs one sample{(plan.Inputs.Length == 1 ? "" : " of " + model.Inputs[index].Name)}, {input.Shape}, " + (input.IsBlocked
            ? "into blocks of 16 channels"
            : $"pixel by pixel") + (input.Border.IsNone ? "." : $", inside a border of zeros, {input.Border} wide."));
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {PackMethod(plan.Inputs.Length, index)}(float* arena, float* input)"))
        {
            EmitCleared(w, plan, index);
            EmitPixels(w, input, pack: true);
        }
    }

    private static void EmitCleared(SourceWriter w, InferencePlan plan, int index)
    {
        var input = plan.Inputs[index];
        w.Line($"float* packed = arena + {MemoryMapEmitter.Input(plan, index)};");
        if (!input.Border.IsNone || input.Shape.Channels % input.PixelStride != 0)
        {
            w.Line($"new global::System.Span<float>(packed, {input.Length}).Clear();");
        }
    }

    // Row by row: pixels that are packed as such lie as they come, others are parted into blocks of channels.
    private static void EmitConvert(SourceWriter w, InferencePlan plan)
    {
        var (input, shape) = (plan.Inputs[0], plan.Inputs[0].Shape);
        w.Line();
        w.Summary($"Packs one sample of 8-bit pixels, {shape.Size}x{shape.Channels}, likewise: each value is (pixel - mean) * scale of its channel.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {ConvertMethod}(float* arena, byte* input)"))
        {
            EmitCleared(w, plan, 0);
            var frame = PlaneEmitter.OpenFrames(w, shape.Depth);
            using var rows = w.Open($"for (int row = 0; row < {shape.Height}; row++)");
            var outside = "input" + Address.Step(frame, shape.Height * shape.Width * shape.Channels) + Address.Step("row", shape.Width * shape.Channels);
            var inside = Address.Of("packed", input.Interior) + Address.Step(frame, input.FrameStride) + Address.Step("row", input.RowStride);
            if (!input.IsBlocked)
            {
                w.Line($"Pixels.Row({outside}, {inside}, {shape.Width * shape.Channels});");
                return;
            }

            if (input.Blocks == 1)
            {
                w.Line($"Pixels.Block({outside}, {inside}, {shape.Width}, 0);");
                return;
            }

            using var blocks = w.Open($"for (int block = 0; block < {input.Blocks}; block++)");
            w.Line($"Pixels.Block({outside}, {inside}{Address.Step("block", input.PlaneStride)}, {shape.Width}, block * 16);");
        }
    }

    // Pixel by pixel: the channels of a pixel are adjacent inside, and outside each is read or written in order.
    private static void EmitPixels(SourceWriter w, TensorPlan tensor, bool pack)
    {
        var shape = tensor.Shape;
        if (tensor.PixelStride == 1 || (shape.SlabSize == 1 && tensor.Border.IsNone))
        {
            EmitCopy(w, tensor, pack);
            return;
        }

        var blocks = tensor.Blocks > 1 ? w.Open($"for (int block = 0; block < {tensor.Blocks}; block++)") : default(SourceWriter.Block?);
        var plain = pack ? "input" : "output";
        var block = tensor.Blocks > 1 ? Address.Step("block", tensor.PlaneStride) : "";
        var channels = tensor.Blocks > 1 ? Address.Step("block", tensor.PixelStride * shape.SlabSize) : "";
        var lanes = $"{Math.Min(shape.Channels, tensor.PixelStride)}";
        if (tensor.Blocks > 1 && shape.Channels % tensor.PixelStride != 0)
        {
            w.Line($"int channels = global::System.Math.Min({tensor.PixelStride}, {shape.Channels} - (block * {tensor.PixelStride}));");
            lanes = "channels";
        }

        var (frame, frameOutside) = OpenFrames(w, tensor);
        using (w.Open($"for (int row = 0; row < {shape.Height}; row++)"))
        {
            w.Line($"float* inside = {Address.Of("packed", tensor.Interior)}{block}{frame}{Address.Step("row", tensor.RowStride)};");
            w.Line($"float* outside = {plain}{channels}{frameOutside}{Address.Step("row", shape.Width)};");
            w.Line($"for (int column = 0; column < {shape.Width}; column++, inside += {tensor.PixelStride}, outside++)");
            using (w.Open($"for (int c = 0; c < {lanes}; c++)"))
            {
                var outside = shape.SlabSize == 1 ? "outside[c]" : $"outside[c * {shape.SlabSize}]";
                w.Line(pack ? $"inside[c] = {outside};" : $"{outside} = inside[c];");
            }
        }

        blocks?.Dispose();
    }

    // The head of a loop over frames, and the steps to its frame inside and outside.
    private static (string Inside, string Outside) OpenFrames(SourceWriter w, TensorPlan tensor)
    {
        var frame = PlaneEmitter.OpenFrames(w, tensor.Shape.Depth);
        return (Address.Step(frame, tensor.FrameStride), Address.Step(frame, tensor.Shape.Height * tensor.Shape.Width));
    }

    // Adjacent inside and outside: one channel row by row, or a vector.
    private static void EmitCopy(SourceWriter w, TensorPlan tensor, bool pack)
    {
        var (rows, length) = tensor.Shape.SlabSize == 1 ? (1, tensor.Shape.Channels) : (tensor.Shape.Height, tensor.Shape.Width);
        var inside = Address.Of("packed", tensor.Interior);
        if (rows * tensor.Shape.Depth == 1)
        {
            Copy(pack ? "input" : "output", inside);
            return;
        }

        var (frame, frameOutside) = OpenFrames(w, tensor);
        using (w.Open($"for (int row = 0; row < {rows}; row++)"))
        {
            Copy((pack ? "input" : "output") + frameOutside + Address.Step("row", length), inside + frame + Address.Step("row", tensor.RowStride));
        }

        void Copy(string outside, string packed)
        {
            var (from, to) = pack ? (outside, packed) : (packed, outside);
            w.Line($"new global::System.ReadOnlySpan<float>({from}, {length}).CopyTo(new global::System.Span<float>({to}, {length}));");
        }
    }
}
