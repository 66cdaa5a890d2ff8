using System.Globalization;

namespace SsnGen.Training;

/// <summary>A control parameter is NaN or infinite, so that there are no importance ratios.</summary>
public sealed class ControlParameterException : ArgumentException
{
    /// <summary>Describes a control parameter that is not finite.</summary>
    /// <param name="index">The index of the control parameter, which is that of its normalizer in Ω.</param>
    /// <param name="value">Its value.</param>
    /// <param name="layer">The path of the layer, or null where it is not known.</param>
    public ControlParameterException(int index, double value, string? layer = null)
        : base(Describe(index, value, layer))
    {
        Index = index;
        Value = value;
        Layer = layer;
    }

    /// <summary>The index of the control parameter.</summary>
    public int Index { get; }

    /// <summary>The value of the control parameter.</summary>
    public double Value { get; }

    /// <summary>The path of the layer, or null where it is not known.</summary>
    public string? Layer { get; }

    private static string Describe(int index, double value, string? layer)
    {
        var place = layer is null ? "" : $" of layer '{layer}'";
        return string.Create(CultureInfo.InvariantCulture, $"Control parameter {index}{place} is {value}, not a finite number: ")
            + "the values it was trained on or loaded from were not finite. Lower the learning rate, clip the gradients, or load an earlier checkpoint.";
    }
}
