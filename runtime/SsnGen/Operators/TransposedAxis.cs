namespace SsnGen;

/// <summary>
/// A transposed convolution along one side as a convolution: of its stride s, pixels p of the output with the same p mod s, a phase, are
/// each a convolution of stride 1 of their own. All of them are computed as one, with a kernel that is as large as their taps together
/// need, and zeros where a phase has none.
/// </summary>
/// <param name="Axis">How the output would be convolved to the input.</param>
/// <param name="First">The input pixel, counted from pixel p / s, that the first place of the common kernel sees.</param>
/// <param name="Kernel">Places of the common kernel.</param>
internal readonly record struct TransposedAxis(WindowAxis Axis, int First, int Kernel)
{
    /// <summary>The phases of a side.</summary>
    public static TransposedAxis Of(WindowAxis axis)
    {
        // Output p is the sum over taps u and input pixels i of those with i·s − before + u·d = p.
        var places = Enumerable.Range(0, axis.Stride)
            .SelectMany(phase => Enumerable.Range(0, axis.Kernel).Select(u => phase + axis.Before - (u * axis.Dilation)))
            .Where(place => place % axis.Stride == 0)
            .Select(place => place / axis.Stride)
            .ToArray();
        return new TransposedAxis(axis, places.Min(), places.Max() - places.Min() + 1);
    }

    /// <summary>The window of the common kernel.</summary>
    /// <param name="size">The side that is read.</param>
    /// <param name="resized">The side that is produced.</param>
    public WindowAxis Window(int size, int resized)
    {
        var windows = ((resized - 1) / Axis.Stride) + 1;
        return new WindowAxis(Kernel, Stride: 1, Before: -First, After: windows - size + First + Kernel - 1);
    }

    /// <summary>The tap that a phase has at a place of the common kernel, or null where it has none.</summary>
    public int? Tap(int phase, int place)
    {
        var distance = phase + Axis.Before - ((place + First) * Axis.Stride);
        return distance >= 0 && distance % Axis.Dilation == 0 && distance / Axis.Dilation < Axis.Kernel ? distance / Axis.Dilation : null;
    }
}
