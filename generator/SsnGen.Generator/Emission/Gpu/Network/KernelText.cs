using SsnGen.Generator.Emission.Gpu.Network.Producers;
using SsnGen.Generator.Emission.Inference;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network;

/// <summary>Names and the common text of the kernels of a network.</summary>
internal static class KernelText
{
    /// <summary>The method of a kernel. It says all that tells kernels apart.</summary>
    public static string Name(DeviceKernel kernel) => kernel switch
    {
        TileKernel t => $"Convolve{WindowText.Name(t.Window)}{(t.Groups > 1 ? "g" + Literal.Of(t.Groups) : "")}_{Shape(t.Input)}_{Literal.Of(t.Output.Channels)}{Suffix(t.End)}",
        UnfoldKernel u => $"Unfold{WindowText.Name(u.Window)}_{Shape(u.Input)}",
        FinishKernel f => $"{FinishName(f.Factor)}_{Literal.Of(f.Channels)}x{Literal.Of(f.SlabSize)}{Suffix(f.End)}",
        JoinKernel j => $"Join_{Shape(j.Part)}_{Literal.Of(j.First)}_{Literal.Of(j.Output.Channels)}{Suffix(j.End)}",
        ProduceKernel p => $"{ProducerGpu.Of(p.Producer).Name(p.Producer)}_{Shape(p.Input)}{Suffix(p.End)}",
        _ => throw new ArgumentException($"There is no name for {kernel}.", nameof(kernel)),
    };

    /// <summary>Opens the loop over what each thread does alone.</summary>
    public static SourceWriter.Block Items(SourceWriter w, DeviceKernel kernel, string item) => w.Open(
        $"for (int {item} = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; {item} < {Sum(0, ("samples", kernel.Items))}; {item} += ilGpu::Grid.DimX * ilGpu::Group.DimX)");

    /// <summary>Opens a kernel that computes values from values.</summary>
    public static SourceWriter.Block Values(SourceWriter w, DeviceKernel kernel, string parameters) =>
        w.Open($"private static void {Name(kernel)}(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> {parameters}, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)");

    /// <summary>What the parameters of the channels are called.</summary>
    public static string Parameters(LayerEnd end) => end.Shift == ChannelShift.Affine ? "affine" : "bias";

    /// <summary>A sum of variables with constant factors; variables that are always 0 are null.</summary>
    public static string Sum(int constant, params (string? Name, int Factor)[] terms)
    {
        var live = terms.Where(static t => t.Name is not null).ToArray();
        if (live.Length == 0)
        {
            return Literal.Of(constant);
        }

        var isSum = live.Length > 1 || constant != 0;
        var parts = live.Select(t => t.Factor == 1 ? t.Name! : $"{(isSum ? "(" : "")}{t.Name} * {Literal.Of(t.Factor)}{(isSum ? ")" : "")}");
        return string.Join(" + ", parts) + (constant == 0 ? "" : constant > 0 ? " + " + Literal.Of(constant) : " - " + Literal.Of(-constant));
    }

    /// <summary>What a window and a shape are called in words.</summary>
    public static string Words(Window window) => window.Size.Replace('x', '×') + window.Words;

    /// <summary>The end of a layer as a formula.</summary>
    public static string Formula(LayerEnd end, Factor factor = Factor.None)
    {
        var t = end.Shift switch
        {
            ChannelShift.Bias => "t + bias",
            ChannelShift.Affine => "(t − centre)·scale + shift",
            ChannelShift.None => factor == Factor.None ? "t" : "t·factor",
            _ => throw new InvalidOperationException($"No words for {end.Shift}."),
        };
        return "y = " + Finish.Formula(t, end.Residual, end.Activation);
    }

    /// <summary>
    /// Opens the loop over the frames <c>d</c> that a window sees, the first at <c>front</c> of the input, be it there or not; and declares
    /// <c>image</c>, the frame of the input, which is there.
    /// </summary>
    /// <param name="axis">How the window moves from frame to frame.</param>
    /// <param name="depth">Frames of the input.</param>
    /// <param name="windows">Frames of the output.</param>
    public static SourceWriter.Block OpenFrames(SourceWriter w, WindowAxis axis, int depth, int windows)
    {
        var loop = w.Open($"for (int d = 0; d < {Literal.Of(axis.Kernel)}; d++)");
        w.Line($"int image = {Sum(0, ("front", 1), ("d", axis.Dilation))};");
        if (Within("image", axis, depth, windows) is { } inside)
        {
            using (w.Open($"if (!({inside}))"))
            {
                w.Line("continue;");
            }

            w.Line();
        }

        return loop;
    }

    /// <summary>The condition under which a place lies within a side that a window moves along; null where it always does.</summary>
    /// <param name="place">The expression of the place.</param>
    /// <param name="axis">How the window moves.</param>
    /// <param name="size">The size of the side.</param>
    /// <param name="windows">How many windows there are along it.</param>
    public static string? Within(string place, WindowAxis axis, int size, int windows) =>
        Within(place, -axis.Before, ((windows - 1) * axis.Stride) + ((axis.Kernel - 1) * axis.Dilation) - axis.Before, size);

    /// <summary>The condition under which a place that moves over a side lies within it; null where it always does.</summary>
    /// <param name="place">The expression of the place.</param>
    /// <param name="least">The least that it can be.</param>
    /// <param name="most">The most that it can be.</param>
    /// <param name="size">The size of the side.</param>
    public static string? Within(string place, int least, int most, int size)
    {
        var low = least < 0 ? $"{place} >= 0" : null;
        var high = most >= size ? $"{place} < {Literal.Of(size)}" : null;
        return low is not null && high is not null ? $"{low} && {high}" : low ?? high;
    }

    private static string Shape(Shape shape) => $"{Literal.Of(shape.Channels)}x{shape.Size}";

    private static string FinishName(Factor factor) => factor switch
    {
        Factor.None => "Finish",
        Factor.Values => "Multiply",
        Factor.Channels => "Scale",
        _ => throw new InvalidOperationException($"No name for {factor}."),
    };

    private static string Suffix(LayerEnd end) =>
        (end.Shift == ChannelShift.None ? "" : "_" + end.Shift) + KernelNames.Tail(end.Residual, end.Activation);
}
