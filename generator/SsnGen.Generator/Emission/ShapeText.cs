using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>Shapes as code and its documentation write them.</summary>
internal static class ShapeText
{
    /// <summary>The axes of a shape, such as <c>16, 8, 8</c>.</summary>
    public static string Axes(Shape shape) => Literal.Of(shape.Channels) + string.Concat(shape.Sides.Select(static s => ", " + Literal.Of(s)));

    /// <summary>What makes the shape where its type is known.</summary>
    public static string New(Shape shape) => $"new({Axes(shape)})";
}
