using System.Globalization;

namespace Digits.Training;

/// <summary>The options of the program.</summary>
/// <param name="Data">A folder of digits (see <c>DigitData.Load</c>), or null to render some.</param>
/// <param name="Out">Where the selection and the weights are written.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Batch">Images per step.</param>
/// <param name="LearningRate">The learning rate at its highest.</param>
/// <param name="Seed">What initial weights and the order of images depend on.</param>
/// <param name="Checkpoint">A file to save after each epoch, and to go on from where it exists; or null.</param>
internal sealed record TrainingOptions(
    string? Data, string Out, int Epochs = 20, int Batch = 64, double LearningRate = 0.1, int Seed = 1, string? Checkpoint = null)
{
    public const string Usage =
        """
        usage: Digits.Training [--data FOLDER] [--out FOLDER] [--epochs N] [--batch N] [--rate R] [--seed N] [--checkpoint FILE]
          --data        MNIST-style IDX files or optdigits CSV; without it, rendered digits
          --out         where DigitsNet.Selection.cs and digits.safetensors are written; default: samples/Digits
          --epochs      passes over the training images; default 20
          --batch       images per step; default 64
          --rate        learning rate at its highest; default 0.1
          --seed        of the initial weights and the order of images; default 1
          --checkpoint  saved after each epoch, and gone on from where it exists
        """;

    /// <summary>Reads the options; null, with a message, where they are off.</summary>
    public static TrainingOptions? Parse(string[] arguments, out string error)
    {
        var options = new TrainingOptions(Data: null, Out: "");
        error = "";
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var name = arguments[i];
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            var next = (name, value) switch
            {
                (_, null) => null,
                ("--data", _) => options with { Data = value },
                ("--out", _) => options with { Out = value },
                ("--epochs", _) when Positive(value) is { } n => options with { Epochs = n },
                ("--batch", _) when Positive(value) is { } n => options with { Batch = n },
                ("--rate", _) when double.TryParse(value, CultureInfo.InvariantCulture, out var r) && r > 0 => options with { LearningRate = r },
                ("--seed", _) when Positive(value) is { } n => options with { Seed = n },
                ("--checkpoint", _) => options with { Checkpoint = value },
                _ => null,
            };
            if (next is null)
            {
                error = value is null ? $"{name} needs a value." : $"'{name} {value}' is not understood.";
                return null;
            }

            options = next;
        }

        if (options.Out.Length == 0 && (options = options with { Out = SampleFolder() ?? "" }).Out.Length == 0)
        {
            error = "The folder samples/Digits was not found above the program: give one with --out.";
            return null;
        }

        return options;
    }

    private static int? Positive(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;

    private static string? SampleFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SsnGen.sln")))
            {
                return Path.Combine(folder.FullName, "samples", "Digits");
            }
        }

        return null;
    }
}
