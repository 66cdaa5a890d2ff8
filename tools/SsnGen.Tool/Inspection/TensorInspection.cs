using System.Globalization;
using Spectre.Console;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Selections;
using SsnGen.Tool.Tensors;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Inspection;

/// <summary>Values of a tensor that are NaN or infinite.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="NotFinite">How many there are.</param>
/// <param name="Values">How many values it has.</param>
internal sealed record NotFiniteValues(string Tensor, long NotFinite, long Values);

/// <summary>What a file of tensors holds.</summary>
/// <param name="File">Its path.</param>
/// <param name="Format">Its format.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Metadata">What it says beside its tensors.</param>
/// <param name="Parts">How many tensors each part of it has; empty where it has no parts.</param>
/// <param name="Layers">Its tensors by layers.</param>
/// <param name="Choices">What its layers have chosen.</param>
/// <param name="ChoicesProblem">Why what they have chosen cannot be said; null where it can, or nothing has a choice.</param>
/// <param name="Selection">The fingerprint of the selection that they imply; null where that cannot be known, or nothing has a choice.</param>
/// <param name="NotFinite">Tensors with values that are not finite.</param>
internal sealed record TensorInspection(
    string File,
    string Format,
    long Size,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyDictionary<string, int> Parts,
    IReadOnlyList<TensorGroup> Layers,
    IReadOnlyList<LayerChoice> Choices,
    string? ChoicesProblem,
    string? Selection,
    IReadOnlyList<NotFiniteValues> NotFinite) : IInspection
{
    object IInspection.Json => this;

    /// <summary>Looks into a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="WeightsException">It is missing, damaged, or of no known format.</exception>
    public static TensorInspection Of(string path)
    {
        using var file = TensorFile.Open(path);
        var notFinite = file.Tensors.Where(static tensor => tensor.IsFloat).Select(tensor => Count(file, tensor)).Where(static count => count.NotFinite > 0).ToList();
        var (choices, problem, selection) = ChoicesOf(file);
        return new TensorInspection(path, file.Format, new FileInfo(path).Length, file.Metadata, PartsOf(file), TensorGroup.Of(file), choices, problem, selection, notFinite);
    }

    private static (IReadOnlyList<LayerChoice> Choices, string? Problem, string? Selection) ChoicesOf(TensorFile file)
    {
        if (!file.Tensors.Any(static tensor => tensor.Name.EndsWith(NetworkTensors.MeanControl, StringComparison.Ordinal)))
        {
            return ([], null, null);
        }

        try
        {
            var source = SourceState.Of(file, null);
            var choices = ChoiceReader.Read(source, null, default, null);
            return (choices, null, source.IsOwn && choices.Count > 0 ? ImpliedSelection.Of(source, null, choices).Hash : null);
        }
        catch (Exception error) when (error is WeightsException or ToolException)
        {
            return ([], error.Message, null);
        }
    }

    private static Dictionary<string, int> PartsOf(TensorFile file) => file.Tensors.All(static tensor => tensor.Container.Length == 0)
        ? []
        : file.Tensors.CountBy(static tensor => tensor.Container.Length > 0 ? tensor.Container : tensor.Name.Split('.')[0], StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private static NotFiniteValues Count(TensorFile file, TensorEntry tensor)
    {
        var values = TensorValues.Doubles(tensor, file.ToBytes(tensor));
        return new NotFiniteValues(tensor.Name, values.LongCount(static value => !double.IsFinite(value)), values.Length);
    }

    /// <inheritdoc/>
    public void Write(IAnsiConsole console)
    {
        var output = console.Profile.Out.Writer;
        ToolOutput.WriteLines(output, [.. Head(), ""]);
        TensorTable.Write(console, Layers);
        ToolOutput.WriteLines(output, Total());
        if (Choices.Count > 0)
        {
            ToolOutput.WriteLines(output, "");
            ChoiceTable.Write(console, Choices);
        }

        ToolOutput.WriteLines(output, Warnings());
    }

    // What it is, and what its metadata say, in words.
    private IEnumerable<string> Head()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{File}: {Format}, {Size:N0} bytes");
        var known = MetadataWords.Of(this).ToList();
        var width = known.Select(static entry => entry.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var (name, text) in known)
        {
            yield return $"  {name.PadRight(width)}  {text}";
        }

        if (Parts.Count > 0)
        {
            const int Named = 12;
            yield return $"  parts: {string.Join(", ", Parts.Take(Named).Select(static part => $"{part.Key} ({part.Value} tensors)"))}{(Parts.Count > Named ? $" and {Parts.Count - Named} more" : "")}";
        }
    }

    private string Total() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Layers.Sum(static layer => layer.Tensors.Count):N0} tensors in {Layers.Count:N0} layers, {Layers.Sum(static layer => layer.Parameters):N0} parameters, {Layers.Sum(static layer => layer.Bytes):N0} bytes");

    private IEnumerable<string> Warnings() =>
    [
        .. NotFinite.Select(static tensor => string.Create(
            CultureInfo.InvariantCulture, $"not finite: {tensor.NotFinite:N0} of the {tensor.Values:N0} values of {tensor.Tensor} are NaN or infinite")),
        .. ChoicesProblem is null ? [] : (string[])[$"choices: {ChoicesProblem}"],
    ];
}
