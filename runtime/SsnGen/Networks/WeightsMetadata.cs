using System.Globalization;

namespace SsnGen.Networks;

/// <summary>The metadata of a weight file: what it says about the network and the training that its weights come from.</summary>
public static class WeightsMetadata
{
    /// <summary>The full name of the class of the network.</summary>
    public const string Model = "ssngen.model";

    /// <summary>The fingerprint of the selection, see <see cref="Files.SelectionHash"/>.</summary>
    public const string Selection = "ssngen.selection";

    /// <summary>The radius of SparsestMax when the weights were saved, which gives the importance ratios of layers that are still mixtures.</summary>
    public const string Radius = "ssngen.radius";

    /// <summary>How 8-bit pixels became values when the weights were trained, as <see cref="PixelValues.ToString"/> says it; absent where nothing said so.</summary>
    public const string Pixels = "ssngen.pixels";

    /// <summary>The version of the naming of tensors and metadata.</summary>
    public const string Version = "ssngen.version";

    /// <summary>The version that this library writes, and the only one that it reads.</summary>
    public const string CurrentVersion = "1";

    /// <summary>The metadata of weights to be saved.</summary>
    /// <param name="modelName">The full name of the class of the network.</param>
    /// <param name="selectionHash">The fingerprint of the selection.</param>
    /// <param name="radius">The radius of SparsestMax, from 0 to 1.</param>
    /// <param name="pixels">How 8-bit pixels become values; null where nothing says so.</param>
    /// <exception cref="ArgumentException">A name is empty, or the radius is out of range.</exception>
    public static IReadOnlyDictionary<string, string> Create(string modelName, string selectionHash, double radius, PixelValues? pixels = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelName);
        ArgumentException.ThrowIfNullOrEmpty(selectionHash);
        ThrowIfNotARadius(radius);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Model] = modelName,
            [Selection] = selectionHash,
            [Radius] = radius.ToString("R", CultureInfo.InvariantCulture),
            [Version] = CurrentVersion,
        };
        if (pixels is not null)
        {
            metadata.Add(Pixels, pixels.ToString());
        }

        return metadata;
    }

    /// <summary>Reads a radius as <see cref="Create"/> writes it.</summary>
    internal static bool TryParseRadius(string text, out double radius)
    {
        // No number of a training is written longer, and a hostile one takes long to read.
        const int Longest = 64;
        radius = 0;
        return text.Length <= Longest && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out radius) && IsARadius(radius);
    }

    /// <summary>Whether it is a radius that training can have: beyond 1 the ball would hold the whole simplex.</summary>
    internal static bool IsARadius(double radius) => radius is >= 0 and <= 1;

    internal static void ThrowIfNotARadius(double radius)
    {
        if (!IsARadius(radius))
        {
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius has to be a number from 0 to 1.");
        }
    }
}
