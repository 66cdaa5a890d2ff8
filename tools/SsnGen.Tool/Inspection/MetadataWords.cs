using System.Globalization;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Inspection;

/// <summary>Puts metadata into words.</summary>
internal static class MetadataWords
{
    private const int Longest = 200;

    /// <summary>The entries with what they are called; those that SsnGen does not know under their own keys.</summary>
    public static IEnumerable<(string Name, string Text)> Of(TensorInspection file) =>
        from entry in file.Metadata
        orderby Order(entry.Key), entry.Key
        select (Name(entry.Key), WeightsException.Shortened(Text(file, entry.Key, entry.Value), Longest));

    private static string Name(string key) => key switch
    {
        WeightsMetadata.Model => "model",
        WeightsMetadata.Selection => "selection",
        WeightsMetadata.Radius => "radius",
        WeightsMetadata.Pixels => "pixels",
        WeightsMetadata.Version => "version of names",
        SafetensorsTensorFile.Checkpoint => "version of checkpoints",
        "ssngen.optimizer" => "optimizer",
        "ssngen.step" => "step",
        "ssngen.learning_rates" => "learning rates",
        _ => WeightsException.Shortened(key),
    };

    // The network first, then its training; other programs' entries as they come.
    private static int Order(string key) => Array.IndexOf(
        [WeightsMetadata.Model, WeightsMetadata.Selection, WeightsMetadata.Radius, WeightsMetadata.Pixels, "ssngen.step", "ssngen.optimizer", "ssngen.learning_rates"], key) is >= 0 and var index
        ? index : int.MaxValue;

    private static string Text(TensorInspection file, string key, string value) => key switch
    {
        WeightsMetadata.Selection => value == SelectionHash.Compute([]) ? $"{value}: nothing is chosen yet"
            : file.Selection is null ? value
            : value == file.Selection ? $"{value}: that of its ratios"
            : $"{value}: not that of its ratios, {file.Selection}",
        WeightsMetadata.Pixels => $"{value}: (pixel - mean) * scale of each channel",
        "ssngen.learning_rates" => Rates(value),
        _ => value,
    };

    // Pairs, a group of parameters each: the rate now, and the one that a schedule began with.
    private static string Rates(string value)
    {
        var rates = value.Split(' ');
        return rates.Length % 2 == 0
            ? string.Join(", ", rates.Chunk(2).Select(static (pair, i) => string.Create(CultureInfo.InvariantCulture, $"group {i}: {pair[0]} (begun with {pair[1]})")))
            : value;
    }
}
