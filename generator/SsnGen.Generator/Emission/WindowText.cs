using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>Windows in emitted code.</summary>
internal static class WindowText
{
    /// <summary>A window as a part of a name; all that tells it from others. Less than nothing around a picture, as transposed convolutions have it, is an m.</summary>
    public static string Name(Window window)
    {
        var (rows, columns) = (window.Rows, window.Columns);
        return ($"{Literal.Of(rows.Kernel)}x{Literal.Of(columns.Kernel)}"
            + Part("s", rows.Stride, columns.Stride, 1)
            + (window.IsSymmetric ? Part("p", rows.Before, columns.Before, 0) : $"p{Literal.Of(rows.Before)}_{Literal.Of(columns.Before)}_{Literal.Of(rows.After)}_{Literal.Of(columns.After)}")
            + Part("d", rows.Dilation, columns.Dilation, 1)
            + (window.Ceiling ? "c" : "")).Replace('-', 'm');
    }

    /// <summary>The expression of a window.</summary>
    public static string New(Window window)
    {
        const string Type = "new global::SsnGen.Window";
        if (!window.IsSquare || !window.IsSymmetric || window.Ceiling)
        {
            return $"{Type}({New(window.Rows)}, {New(window.Columns)}{(window.Ceiling ? ", Ceiling: true" : "")})";
        }

        var axis = window.Rows;
        return $"{Type}(kernel: {Literal.Of(axis.Kernel)}{Argument("stride", axis.Stride, 1)}{Argument("padding", axis.Before, 0)}{Argument("dilation", axis.Dilation, 1)})";
    }

    /// <summary>Two numbers, or one where they are the same; nothing where they change nothing.</summary>
    private static string Part(string letter, int rows, int columns, int none) =>
        rows == none && columns == none ? "" : letter + Literal.Of(rows) + (rows == columns ? "" : "x" + Literal.Of(columns));

    private static string New(WindowAxis axis) =>
        $"new global::SsnGen.WindowAxis(Kernel: {Literal.Of(axis.Kernel)}{Argument("Stride", axis.Stride, 1)}{Argument("Before", axis.Before, 0)}{Argument("After", axis.After, 0)}{Argument("Dilation", axis.Dilation, 1)})";

    private static string Argument(string name, int value, int missing) => value == missing ? "" : $", {name}: {Literal.Of(value)}";
}
