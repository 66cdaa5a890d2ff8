using static SsnGen.Tool.Scaffolding.Text.Literals;

namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Writes what attributes say of windows.</summary>
internal static class WindowText
{
    /// <summary>The kernel of a convolution, whose default is 1.</summary>
    public static string Kernel(IReadOnlyList<int> kernels) => All(kernels, "Kernel", "KernelShape", 1);

    /// <summary>Strides, whatever the default is.</summary>
    public static string Strides(IReadOnlyList<int> strides) =>
        strides.Distinct().Count() == 1 ? $"Stride = {Of(strides[0])}" : $"Strides = {Of(strides)}";

    /// <summary>Strides where they are not 1.</summary>
    public static string ConvStrides(IReadOnlyList<int> strides) => strides.All(static s => s == 1) ? "" : Strides(strides);

    /// <summary>Dilations, whose default is 1.</summary>
    public static string Dilations(IReadOnlyList<int> dilations) => All(dilations, "Dilation", "Dilations", 1);

    /// <summary>The padding of a convolution; nothing where it is half of what the kernel reaches over.</summary>
    public static string ConvPadding(Window window, Shape input) =>
        window.Axes.All(static a => 2L * a.Before == a.Span - 1 && a.IsSymmetric) ? "" : Padding(window, input, static _ => true);

    /// <summary>The padding of pooling; nothing where it is 0.</summary>
    public static string PoolPadding(Window window, Shape input)
    {
        var least = window.Axes.Min(static a => a.Kernel) / 2;
        return window.Axes.All(static a => a is { Before: 0, After: 0 }) ? "" : Padding(window, input, both => both <= least);
    }

    private static string Padding(Window window, Shape input, Func<int, bool> mayBe)
    {
        int[] pads = [.. window.Axes.Select(static a => a.Before), .. window.Axes.Select(static a => a.After)];
        return pads.Distinct().Count() == 1 && mayBe(pads[0]) ? $"Padding = {Of(pads[0])}"
            : !window.IsSymmetric && window.Axes.Select((a, i) => IsSame(a, input.Sides[i])).All(static same => same) ? "AutoPad = AutoPad.SameUpper"
            : $"Pads = {Of(pads)}";
    }

    // As SameUpper has it.
    private static bool IsSame(WindowAxis axis, int size)
    {
        var missing = Math.Max(0, ((size - 1L) / axis.Stride * axis.Stride) + axis.Span - size);
        return axis.Before == missing / 2 && axis.After == missing - (missing / 2);
    }

    private static string All(IReadOnlyList<int> values, string one, string list, int otherwise) =>
        values.Distinct().Count() > 1 ? $"{list} = {Of(values)}" : values[0] == otherwise ? "" : $"{one} = {Of(values[0])}";
}
