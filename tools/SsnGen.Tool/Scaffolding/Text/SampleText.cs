namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Writes the samples of an input.</summary>
internal static class SampleText
{
    /// <summary>An attribute that says the shape of samples.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="isPicture">Whether one pixel is a picture all the same.</param>
    public static string Of(string attribute, Shape shape, bool isPicture) => ProducerText.Attribute(attribute, [
        $"Channels = {Literals.Of(shape.Channels)}",
        .. shape.Rank == 1 ? [$"Length = {Literals.Of(shape.Width)}"]
            : shape.Rank == 3 ? [$"Depth = {Literals.Of(shape.Depth)}", $"Height = {Literals.Of(shape.Height)}", $"Width = {Literals.Of(shape.Width)}"]
            : shape.SlabSize > 1 || isPicture ? (string[])[$"Height = {Literals.Of(shape.Height)}", $"Width = {Literals.Of(shape.Width)}"]
            : []]);
}
