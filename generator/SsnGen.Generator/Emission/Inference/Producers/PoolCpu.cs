using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Pooling over windows. Padding is what lies outside: a maximum leaves it out, and to a sum it adds nothing.</summary>
internal abstract class PoolCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at)
    {
        var (source, output) = (plan.Source.Shape, plan.Output.Shape);
        if (SeesFrames(plan))
        {
            EmitEnds(w, ("front", "back"), Window(plan).Frames, at.Frame, source.Depth, output.Depth);
        }

        EmitEnds(w, ("top", "bottom"), Window(plan).Rows, at.Row, source.Height, output.Height);
    }

    /// <summary>Whether its windows reach from frame to frame.</summary>
    protected static bool SeesFrames(ProductionPlan plan) => Window(plan).LeavesFirstFrame(plan.Source.Shape);

    protected static Window Window(ProductionPlan plan) => ((Producer.Pool)plan.Producer).Window;

    protected static void EmitWindow(SourceWriter w, ProductionPlan plan, string? column, string combine)
    {
        EmitEnds(w, ("left", "right"), Window(plan).Columns, column, plan.Source.Shape.Width, plan.Output.Shape.Width);
        EmitSum(w, SeesFrames(plan) ? plan.Source.FrameStride : null, plan.Source.RowStride, combine);
    }

    // Where a window begins and ends along one side, inside of the picture.
    private static void EmitEnds(SourceWriter w, (string First, string End) names, WindowAxis axis, string? index, int size, int windows)
    {
        var first = Times(index, axis.Stride);
        w.Line($"int {names.First} = {(axis.Before == 0 ? first : $"global::System.Math.Max({first} - {axis.Before}, 0)")};");
        w.Line($"int {names.End} = {End(axis, index, size, windows)};");
    }

    /// <summary>Where a window ends along one side: no farther than a size where it might.</summary>
    protected static string End(WindowAxis axis, string? index, int size, int windows)
    {
        var reach = axis.Kernel - axis.Before;
        var end = index is null ? $"{reach}" : $"{Times(index, axis.Stride)} + {reach}";
        return axis.Overhang(size, windows) > 0 ? $"global::System.Math.Min({end}, {size})" : end;
    }
}

/// <summary>The largest value of each window.</summary>
internal sealed class MaxPoolCpu : PoolCpu
{
    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        w.Line("vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);");
        EmitWindow(w, plan, column, "t = vN::Vector.Max(t, vN::Vector.Load(x));");
    }
}

/// <summary>The average of each window, of as many places as it counts.</summary>
internal sealed class AveragePoolCpu : PoolCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at)
    {
        base.EmitRow(w, names, plan, at);
        var (window, source, output) = (Window(plan), plan.Source.Shape, plan.Output.Shape);
        EmitCount(w, plan, "depth", window.Frames, at.Frame, source.Depth, output.Depth, "back - front");
        EmitCount(w, plan, "height", window.Rows, at.Row, source.Height, output.Height, "bottom - top");
    }

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        w.Line("vN::Vector<float> t = vN::Vector<float>.Zero;");
        EmitWindow(w, plan, column, "t += vN::Vector.Load(x);");
        w.Line($"t /= new vN::Vector<float>({Count(w, plan, column)});");
    }

    // The places that a window counts.
    private static string Count(SourceWriter w, ProductionPlan plan, string? column)
    {
        var (window, source) = (Window(plan), plan.Source.Shape);
        EmitCount(w, plan, "width", window.Columns, column, source.Width, plan.Output.Shape.Width, "right - left");
        (string Name, WindowAxis Axis, int Size)[] sides = [("depth", window.Frames, source.Depth), ("height", window.Rows, source.Height), ("width", window.Columns, source.Width)];
        return sides.All(s => Pool(plan).CountsAll(s.Axis, s.Size))
            ? Literal.Of((float)window.Taps)
            : string.Join(" * ", sides.Skip(SeesFrames(plan) ? 0 : 1).Select(s => Pool(plan).CountsAll(s.Axis, s.Size) ? Literal.Of(s.Axis.Kernel) : s.Name));
    }

    // How many places of one side a window counts, where that is not always the same.
    private static void EmitCount(SourceWriter w, ProductionPlan plan, string name, WindowAxis axis, string? index, int size, int windows, string inside)
    {
        if (!Pool(plan).CountsAll(axis, size))
        {
            w.Line($"int {name} = {(Pool(plan).CountsPadding ? Padded(axis, index, size, windows) : inside)};");
        }
    }

    private static Producer.AveragePool Pool(ProductionPlan plan) => (Producer.AveragePool)plan.Producer;

    // The places of a window that lie in the picture or its padding; a last one may reach beyond.
    private static string Padded(WindowAxis axis, string? index, int size, int windows) =>
        $"{End(axis, index, size + axis.After, windows)} - ({Times(index, axis.Stride)} - {axis.Before})";
}

/// <summary>The averages of so many windows, which cover the picture.</summary>
internal sealed class AdaptiveAveragePoolCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at) =>
        EmitEnds(w, ("top", "bottom"), at.Row, plan.Source.Shape.Height, plan.Output.Shape.Height);

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        var (source, output) = (plan.Source.Shape, plan.Output.Shape);
        w.Line("vN::Vector<float> t = vN::Vector<float>.Zero;");
        EmitEnds(w, ("left", "right"), column, source.Width, output.Width);
        EmitSum(w, frameStride: null, plan.Source.RowStride, "t += vN::Vector.Load(x);");
        var count = source.Height % output.Height == 0 && source.Width % output.Width == 0
            ? Literal.Of((float)(source.Height / output.Height) * (source.Width / output.Width))
            : "(bottom - top) * (right - left)";
        w.Line($"t /= new vN::Vector<float>({count});");
    }

    // Window i of n over a side of m pixels: from i m / n, rounded down, to (i + 1) m / n, rounded up.
    private static void EmitEnds(SourceWriter w, (string First, string End) names, string? index, int size, int windows)
    {
        var isEven = size % windows == 0;
        var wide = (long)size * (windows + 1) > int.MaxValue;
        w.Line($"int {names.First} = {(isEven ? Times(index, size / windows) : Divided(index!, ""))};");
        w.Line($"int {names.End} = {(isEven ? index is null ? $"{size}" : $"{names.First} + {size / windows}" : Divided($"({index} + 1)", $" + {windows - 1}"))};");

        string Divided(string i, string rest) => wide ? $"(int)((((long){i} * {size}){rest}) / {windows})" : rest.Length == 0 ? $"{i} * {size} / {windows}" : $"(({i} * {size}){rest}) / {windows}";
    }
}

/// <summary>The average of each channel: the mean of its moments.</summary>
internal sealed class GlobalAveragePoolCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitStart(SourceWriter w, EmissionNames names, ProductionPlan plan) => w.Line("double* mean = stackalloc double[16];");

    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at) =>
        w.Line($"{names.Planes}.{PlaneEmitter.Moments(plan.SourceMeans!)}(plane, mean);");

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column) =>
        w.Line("vN::Vector<float> t = vN::Vector.Narrow(vN::Vector.Load(mean + lane), vN::Vector.Load(mean + lane + vN::Vector<double>.Count));");
}
