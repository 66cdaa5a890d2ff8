namespace SsnGen.Networks;

/// <summary>What a producer is evaluated with, in plain loops: see <see cref="ReferenceEvaluation"/>.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Weights">The weights of the network.</param>
/// <param name="Values">What the layer reads, [N, Input].</param>
/// <param name="Batch">N.</param>
internal readonly record struct ReferenceInput(Layer Layer, NetworkWeights Weights, double[] Values, int Batch)
{
    /// <summary>The shape of one sample of what the layer reads.</summary>
    public Shape Shape => Layer.Input;

    /// <summary>The shape of one sample of what it produces.</summary>
    public Shape Output => Layer.Output;

    /// <summary>One slab of a channel of a sample.</summary>
    public ReadOnlySpan<double> Slab(int slab) => Values.AsSpan(slab * Shape.SlabSize, Shape.SlabSize);

    /// <summary>Memory for what is produced, zeros.</summary>
    public double[] NewOutput() => new double[checked(Batch * Output.Length)];

    /// <summary>Refuses a layer that says it produces another shape.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public void CheckOutput(Shape produced)
    {
        if (Output != produced)
        {
            throw new ArgumentException($"Layer {Layer.Path} says that its output is {Output}, and its producer gives {produced} from {Shape}.", nameof(produced));
        }
    }

    /// <summary>The shape of as many windows as fit along each side.</summary>
    public static Shape Windows(Shape shape, Window window) =>
        SsnGen.Shape.Of(shape.Channels, [.. shape.Sides.Zip(window.Axes, (size, axis) => Windows(size, axis, window.Ceiling))]);

    /// <summary>
    /// How many windows fit along a side, counted one by one: those that end within the padding behind it; rounded up, those that begin
    /// before the side's end, until one reaches the end of the padding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The stride is not at least 1.</exception>
    private static int Windows(int size, WindowAxis axis, bool ceiling)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(axis.Stride, 1, "stride");
        var count = 0;
        for (var from = -axis.Before; ; from += axis.Stride)
        {
            var fits = from + (axis.Dilation * (axis.Kernel - 1)) < size + axis.After;
            if (!fits && !(ceiling && from < size && from - axis.Stride + axis.Kernel < size + axis.After))
            {
                return count;
            }

            count++;
        }
    }
}
