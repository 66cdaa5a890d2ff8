using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>Windows in emitted code.</summary>
internal static class WindowText
{
    /// <summary>A window as a part of a name; all that tells it from others. Less than nothing around a picture, as transposed convolutions have it, is an m.</summary>
    public static string Name(Window window)
    {
        var axes = window.Axes;
        return (string.Join("x", axes.Select(static a => Literal.Of(a.Kernel)))
            + Part("s", axes.Select(static a => a.Stride), 1)
            + (window.IsSymmetric ? Part("p", axes.Select(static a => a.Before), 0) : "p" + string.Join("_", axes.Select(static a => Literal.Of(a.Before)).Concat(axes.Select(static a => Literal.Of(a.After)))))
            + Part("d", axes.Select(static a => a.Dilation), 1)
            + (window.Ceiling ? "c" : "")).Replace('-', 'm');
    }

    /// <summary>The expression of a window.</summary>
    public static string New(Window window)
    {
        const string Type = "new global::SsnGen.Window";
        if (window.Rank != 2 || !window.IsSquare || !window.IsSymmetric || window.Ceiling)
        {
            return $"{Type}({string.Join(", ", window.Axes.Select(New))}{(window.Ceiling ? window.Rank == 2 ? ", Ceiling: true" : ", ceiling: true" : "")})";
        }

        var axis = window.Rows;
        return $"{Type}(kernel: {Literal.Of(axis.Kernel)}{Argument("stride", axis.Stride, 1)}{Argument("padding", axis.Before, 0)}{Argument("dilation", axis.Dilation, 1)})";
    }

    /// <summary>The numbers of all sides, or one where they are the same; nothing where they change nothing.</summary>
    private static string Part(string letter, IEnumerable<int> values, int none)
    {
        var distinct = values.Distinct().ToArray();
        return distinct.Length > 1 ? letter + string.Join("x", values.Select(static v => Literal.Of(v))) : distinct[0] == none ? "" : letter + Literal.Of(distinct[0]);
    }

    private static string New(WindowAxis axis) =>
        $"new global::SsnGen.WindowAxis(Kernel: {Literal.Of(axis.Kernel)}{Argument("Stride", axis.Stride, 1)}{Argument("Before", axis.Before, 0)}{Argument("After", axis.After, 0)}{Argument("Dilation", axis.Dilation, 1)})";

    private static string Argument(string name, int value, int missing) => value == missing ? "" : $", {name}: {Literal.Of(value)}";
}
