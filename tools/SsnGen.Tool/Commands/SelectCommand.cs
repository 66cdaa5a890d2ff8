using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Models;
using SsnGen.Tool.Selections;
using SsnGen.Tool.Tensors;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Commands;

/// <summary>Writes the selection that weights imply.</summary>
internal sealed class SelectCommand(IAnsiConsole console) : Command<SelectCommand.Settings>
{
    /// <summary>Its arguments.</summary>
    internal sealed class Settings : ToolSettings
    {
        [CommandArgument(0, "<WEIGHTS>")]
        [Description("Weights, or a checkpoint of a training.")]
        public required string File { get; init; }

        [CommandOption("--radius <R>")]
        [Description("The radius of SparsestMax, 0 to 1; otherwise the one that the file has for each layer.")]
        public string? Radius { get; init; }

        [CommandOption("--model <ASSEMBLY:TYPE>")]
        [Description(ModelLoader.Description)]
        public string? Model { get; init; }

        [CommandOption("--normalizers <LIST>")]
        [Description("What layers choose from, such as instance,layer,batch; otherwise what --model says, or the published order.")]
        public string? Normalizers { get; init; }

        [CommandOption("--part <NAME>")]
        [Description("The part of the file that the weights are; otherwise as for import.")]
        public string? Part { get; init; }

        [CommandOption("--out <FILE>")]
        [Description("The selection file to write, such as DigitsNet.Selection.cs; a selection that exists is replaced, as training does.")]
        public string? Out { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var radius = Radius(settings.Radius);
        var normalizers = Normalizers(settings.Normalizers);
        if (settings.Model is not null && !normalizers.IsDefault)
        {
            throw ToolException.InUsage("--model says what layers choose from: leave --normalizers out.");
        }

        using var file = TensorFile.Open(settings.File);
        var source = SourceState.Of(file, settings.Part);
        var model = settings.Model is { } name ? ModelLoader.Load(name) : null;
        var choices = ChoiceReader.Read(source, model, normalizers, radius);
        if (choices.Count == 0)
        {
            throw ToolException.InFile($"{settings.File} has no layer with a choice: no tensor of control parameters, mean_weight.");
        }

        var selection = ImpliedSelection.Of(source, model, choices);
        if (settings.Out is { } path)
        {
            Write(path, source, model, selection.Entries, choices);
        }

        Print(settings, source, choices, selection.Hash);
        return 0;
    }

    private static void Write(string path, SourceState source, NetworkModel? model, IReadOnlyList<(string Path, Normalizer Mean, Normalizer Variance)> selection, IReadOnlyList<LayerChoice> choices)
    {
        if (path.Length == 0)
        {
            throw ToolException.InUsage("--out is empty.");
        }

        if (File.Exists(path) && !SelectionSource.IsWritten(path))
        {
            throw ToolException.InFile($"{path} exists, and is no selection that training has written: give another --out.");
        }

        if (model is null && !source.IsOwn)
        {
            throw ToolException.InFile($"{source.File.Path} has the names of another program: import it first (ssngen import), or name the network with --model.");
        }

        var name = model?.Name ?? source.File.Metadata.GetValueOrDefault(WeightsMetadata.Model)
            ?? throw ToolException.InUsage($"{source.File.Path} does not say which network it is of: name it with --model.");
        try
        {
            SelectionFile.Write(path, name, selection, choices.Where(static choice => choice.Reason is not null).Select(static choice => (choice.Layer, choice.Reason!)));
        }
        catch (ArgumentException error)
        {
            // The name of the class comes from the file.
            throw ToolException.InFile($"{source.File.Path}: {error.Message}");
        }
    }

    private void Print(Settings settings, SourceState source, IReadOnlyList<LayerChoice> choices, string? hash)
    {
        var mixtures = choices.Where(static choice => choice.Reason is not null).ToList();
        if (settings.Json)
        {
            var reasons = mixtures.Select(static mixture => new { mixture.Layer, mixture.Reason });
            ToolOutput.WriteJson(console.Profile.Out.Writer, new { File = source.File.Path, Layers = choices, Selection = hash, Mixtures = reasons, Output = settings.Out });
            return;
        }

        ChoiceTable.Write(console, choices);
        ToolOutput.WriteLines(console.Profile.Out.Writer, [
            .. mixtures.Select(static mixture => $"{mixture.Layer} stays a mixture: {mixture.Reason}."),
            $"{choices.Count - mixtures.Count} of {choices.Count} layers are chosen{(hash is null ? "" : $"; selection {hash}")}",
            .. settings.Out is { } path ? [$"written: {path}"] : (string[])[]]);
    }

    private static double? Radius(string? text) => text is null ? null
        : WeightsMetadata.TryParseRadius(text, out var radius) ? radius
        : throw ToolException.InUsage($"--radius '{text}' is no number from 0 to 1.");

    private static ImmutableArray<Normalizer> Normalizers(string? text)
    {
        if (text is null)
        {
            return default;
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries);
        var unknown = Array.Find(names, static name => !Enum.GetNames<Normalizer>().Contains(name, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            throw ToolException.InUsage($"--normalizers '{text}': '{unknown}' is none of {string.Join(", ", Enum.GetNames<Normalizer>()).ToLowerInvariant()}.");
        }

        // Control parameters are in the order of the enumeration, whatever order is given.
        ImmutableArray<Normalizer> list = [.. names.Select(static name => Enum.Parse<Normalizer>(name, ignoreCase: true)).Distinct().Order()];
        return list.Length == names.Length && list.Length > 1 ? list : throw ToolException.InUsage($"--normalizers '{text}' has to name two or more, each once.");
    }
}
