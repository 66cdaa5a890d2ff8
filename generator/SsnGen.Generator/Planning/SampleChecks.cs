using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Checks what an attribute says of the samples of an input.</summary>
internal static class SampleChecks
{
    /// <summary>Checks it.</summary>
    /// <param name="sample">What it says.</param>
    /// <param name="name">Of what: the model, or the property.</param>
    /// <param name="place">Where the attribute stands.</param>
    /// <param name="owner">Where what has the input stands.</param>
    public static void Check(SampleDefinition sample, string name, Place place, Place owner, Findings findings)
    {
        new Values(name, place, findings).AtLeast(
            1, ("Channels", sample.Channels), ("Length", sample.Length ?? 1), ("Depth", sample.Depth ?? 1), ("Height", sample.Height ?? 1), ("Width", sample.Width ?? 1));
        CheckPixels(sample, new Values(name, place, findings));
        if (sample.Length is not null && (sample.Depth ?? sample.Height ?? sample.Width) is not null)
        {
            var more = sample.Depth is not null ? "Depth" : sample.Height is not null ? "Height" : "Width";
            findings.Add(Descriptors.Misplaced, place, name, $"Length makes its input sequences, which have no {more}: give Length alone, or Height and Width for pictures");
        }

        var shape = sample.Shape;
        long[] sides = [.. shape.Sides.Select(static s => (long)Math.Max(0, s))];
        if (!Window.Holds(sides))
        {
            findings.Add(Descriptors.TooLarge, owner, name, "reads " + shape.Size + " pixels");
        }
        else if (Sizes.Product([Math.Max(0, shape.Channels), .. sides]) > Expansion.MaximumValues)
        {
            findings.Add(Descriptors.TooLarge, owner, name, "reads " + Of(shape.Channels) + "x" + shape.Size + " values, more than 6 GB");
        }
    }

    private static void CheckPixels(SampleDefinition sample, Values values)
    {
        foreach (var value in sample.PixelMean ?? default)
        {
            values.Check("A value of PixelMean", value, IsFinite(value), "finite");
        }

        foreach (var value in sample.PixelScale ?? default)
        {
            values.Check("A value of PixelScale", value, IsFinite(value) && value != 0, "finite, and not 0");
        }

        if (sample.PixelMean is { } mean)
        {
            values.Check("The length of PixelMean", mean.Length, Fits(mean), Lengths());
        }

        if (sample.PixelScale is { } scale)
        {
            values.Check("The length of PixelScale", scale.Length, Fits(scale), Lengths());
        }

        bool Fits(EquatableArray<float> each) => each.Length == 1 || each.Length == sample.Channels;

        string Lengths() => sample.Channels == 1 ? "1" : $"1, or {Of(sample.Channels)}, as many as there are channels";
    }

    private static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);
}
