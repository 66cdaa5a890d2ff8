using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network.Producers;

/// <summary>Pooling over windows.</summary>
internal abstract class PoolGpu : ProducerGpu
{
    /// <summary>Where the value starts from.</summary>
    protected abstract string Start { get; }

    /// <summary>The statement that takes a value of the window.</summary>
    protected abstract string Combine(string value);

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var (window, input, output) = (((Producer.Pool)kernel.Producer).Window, kernel.Input, kernel.Output);
        var (frames, rows, columns) = (window.Frames, window.Rows, window.Columns);
        var seesFrames = window.LeavesFirstFrame(input);
        EmitPlace(w, output);
        if (seesFrames)
        {
            w.Line($"int front = {KernelText.Sum(-frames.Before, (output.Depth > 1 ? "frame" : null, frames.Stride))};");
        }

        w.Line($"int top = {KernelText.Sum(-rows.Before, ("row", rows.Stride))};");
        w.Line($"int left = {KernelText.Sum(-columns.Before, ("column", columns.Stride))};");
        w.Line($"float t = {Start};");
        using (seesFrames ? KernelText.OpenFrames(w, frames, input.Depth, output.Depth) : default(SourceWriter.Block?))
        using (w.Open($"for (int u = 0; u < {Literal.Of(rows.Kernel)}; u++)"))
        {
            w.Line("int line = top + u;");
            using var inside = Guard(w, KernelText.Within("line", rows, input.Height, output.Height));
            w.Line($"long from = {KernelText.Sum(0, ("(long)slab", input.SlabSize), (seesFrames ? "image" : null, input.Height * input.Width), ("line", input.Width), ("left", 1))};");
            for (var v = 0; v < columns.Kernel; v++)
            {
                var most = ((output.Width - 1) * columns.Stride) + v - columns.Before;
                using var valid = Guard(w, KernelText.Within(KernelText.Sum(v, ("left", 1)), v - columns.Before, most, input.Width));
                w.Line(Combine($"x[{KernelText.Sum(v, ("from", 1))}]"));
            }
        }

        w.Line();
    }

    private static SourceWriter.Block? Guard(SourceWriter w, string? condition) => condition is null ? null : w.Open($"if ({condition})");
}

/// <summary>The largest value of each window.</summary>
internal sealed class MaxPoolGpu : PoolGpu
{
    /// <inheritdoc/>
    protected override string Start => "float.NegativeInfinity";

    /// <inheritdoc/>
    public override string Name(Producer producer) => "MaxPool" + WindowText.Name(((Producer.Pool)producer).Window);

    /// <inheritdoc/>
    public override string Words(Producer producer) => "Largest of windows " + KernelText.Words(((Producer.Pool)producer).Window);

    /// <inheritdoc/>
    protected override string Combine(string value) => $"t = onGpu::GpuTiles.Max(t, {value});";
}

/// <summary>The average of each window.</summary>
internal sealed class AveragePoolGpu : PoolGpu
{
    /// <inheritdoc/>
    protected override string Start => "0f";

    /// <inheritdoc/>
    public override string Name(Producer producer) => "AveragePool" + WindowText.Name(((Producer.Pool)producer).Window) + (((Producer.AveragePool)producer).CountsPadding ? "" : "i");

    /// <inheritdoc/>
    public override string Words(Producer producer) => "Average of windows " + KernelText.Words(((Producer.Pool)producer).Window);

    /// <inheritdoc/>
    protected override string Combine(string value) => $"t += {value};";

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        base.EmitValue(w, kernel);
        var (pool, input) = ((Producer.AveragePool)kernel.Producer, kernel.Input);
        var window = pool.Window;
        (string? Count, int Kernel)[] sides =
        [
            (Count(pool, window.Frames, "front", input.Depth), window.Frames.Kernel),
            (Count(pool, window.Rows, "top", input.Height), window.Rows.Kernel),
            (Count(pool, window.Columns, "left", input.Width), window.Columns.Kernel),
        ];
        w.Line($"t /= {(sides.All(static s => s.Count is null)
            ? Literal.Of((float)window.Taps)
            : string.Join(" * ", sides.Skip(window.LeavesFirstFrame(input) ? 0 : 1).Select(static s => s.Count ?? Literal.Of(s.Kernel))))};");
    }

    // The places that a window counts along one side, or null for all of them.
    private static string? Count(Producer.AveragePool pool, WindowAxis axis, string first, int size)
    {
        const string Min = "global::System.Math.Min", Max = "global::System.Math.Max";
        var (end, behind) = (KernelText.Sum(axis.Kernel, (first, 1)), Literal.Of(size + axis.After));
        return pool.CountsAll(axis, size) ? null
            : pool.CountsPadding ? $"({Min}({end}, {behind}) - {first})"
            : $"({Min}({end}, {Literal.Of(size)}) - {Max}({first}, 0))";
    }
}

/// <summary>The average of each channel. One thread reads a slab, since warps cannot add up on each device that OpenCL serves; sums are in double.</summary>
internal sealed class GlobalAveragePoolGpu : ProducerGpu
{
    private const int MostUnrolled = 4;

    /// <inheritdoc/>
    public override string Name(Producer producer) => "Average";

    /// <inheritdoc/>
    public override string Words(Producer producer) => "Average of each channel";

    /// <inheritdoc/>
    protected override void EmitViews(SourceWriter w, ProduceKernel kernel)
    {
        if (Width(kernel) == 4)
        {
            w.Line("ilGpu::ArrayView<onGpu::Float4> values = x.Cast<onGpu::Float4>();");
        }
    }

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var vectors = kernel.Input.SlabSize / Width(kernel);
        var unrolled = Math.Min(MostUnrolled, vectors);
        var rest = vectors % unrolled;
        w.Line($"long start = {KernelText.Sum(0, ("(long)i", vectors))};");
        if (vectors == unrolled)
        {
            w.Line($"double sum = {Terms(null, 0, vectors)};");
        }
        else
        {
            w.Line("double sum = 0.0;");
            using (w.Open($"for (int v = 0; v < {Literal.Of(vectors - rest)}; v += {Literal.Of(unrolled)})"))
            {
                w.Line($"sum += {Terms("v", 0, unrolled)};");
            }

            w.Line();
            if (rest > 0)
            {
                w.Line($"sum += {Terms(null, vectors - rest, rest)};");
            }
        }

        w.Line($"float t = (float)(sum / {Literal.Of(kernel.Input.SlabSize)});");

        string Terms(string? index, int first, int count) => string.Join(" + ", Enumerable.Range(first, count).Select(v =>
            $"onGpu::GpuValues.WideSum({(Width(kernel) == 4 ? "values" : "x")}[{KernelText.Sum(v, ("start", 1), (index, 1))}])"));
    }

    // Values that are read at once.
    private static int Width(ProduceKernel kernel) => kernel.Input.SlabSize % 4 == 0 ? 4 : 1;
}
