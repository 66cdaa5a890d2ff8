using System.Globalization;
using System.Runtime.InteropServices;

namespace Digits.Data;

/// <summary>
/// Optical Recognition of Handwritten Digits (Alpaydin and Kaynak, UCI Machine Learning Repository): 8×8 counts of ink,
/// enlarged to 16×16.
/// </summary>
public static class Optdigits
{
    /// <summary>Name of the file to train with.</summary>
    public const string TrainFile = "optdigits.tra";

    /// <summary>Name of the file to test with, by other writers.</summary>
    public const string TestFile = "optdigits.tes";

    private const int SourceSide = 8;
    private const int SourcePixels = SourceSide * SourceSide;
    private const int FullInk = 16;

    /// <summary>Whether a folder has optdigits to train with.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Whether <see cref="TrainFile"/> is there.</returns>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, TrainFile));

    /// <summary>Loads the two files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The images, [N, 1, 16, 16].</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A line is malformed; the message names the file and the line.</exception>
    public static DigitData Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new DigitData(LoadSet(folder, TrainFile), LoadSet(folder, TestFile), $"optdigits in {folder}");
    }

    private static DigitSet LoadSet(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
            throw new FileNotFoundException($"'{folder}' has no {name}.", file);

        var pixels = new List<byte>();
        var labels = new List<byte>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            // Some copies of the files begin with the names of the columns.
            if (number == 1 && line.StartsWith("Block", StringComparison.Ordinal))
                continue;
            ReadLine(line, $"{file}, line {number}", pixels, labels);
        }

        return labels.Count > 0
            ? new DigitSet(Resampling.Resize(CollectionsMarshal.AsSpan(pixels), SourceSide, FullInk), [.. labels])
            : throw new InvalidDataException($"{file} has no digits.");
    }

    private static void ReadLine(string line, string place, List<byte> pixels, List<byte> labels)
    {
        var fields = line.Split(',');
        if (fields.Length != SourcePixels + 1)
            throw new InvalidDataException($"{place}: {SourcePixels + 1} values expected, found {fields.Length}.");
        for (var i = 0; i < SourcePixels; i++)
            pixels.Add(Parse(fields[i], FullInk, $"{place}, value {i + 1}"));
        labels.Add(Parse(fields[SourcePixels], DigitSet.Classes - 1, $"{place}, label"));
    }

    private static byte Parse(string field, int largest, string place) =>
        byte.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= largest
            ? value
            : throw new InvalidDataException($"{place}: '{field}' is not a whole number from 0 to {largest}.");
}
