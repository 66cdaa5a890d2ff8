using Digits.CommandLine;

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
    string? Data, string Out, int Epochs = 20, int Batch = 64, double LearningRate = 0.2, int Seed = 1, string? Checkpoint = null)
{
    public const string Usage =
        """
        usage: Digits.Training [--data FOLDER] [--out FOLDER] [--epochs N] [--batch N] [--rate R] [--seed N] [--checkpoint FILE]
          --data        MNIST-style IDX files or optdigits CSV; without it, rendered digits
          --out         where DigitsNet.Selection.cs and digits.safetensors are written; default: samples/Digits
          --epochs      passes over the training images; default 20
          --batch       images per step; default 64
          --rate        learning rate at its highest; default 0.2
          --seed        of the initial weights and the order of images; default 1
          --checkpoint  saved after each epoch, and gone on from where it exists
        """;

    /// <summary>The file that receives the selection.</summary>
    public string SelectionFile => Path.Combine(Out, "DigitsNet.Selection.cs");

    /// <summary>The file that receives the weights.</summary>
    public string WeightsFile => Path.Combine(Out, "digits.safetensors");

    /// <summary>Reads the options.</summary>
    /// <exception cref="UserErrorException">They are off.</exception>
    public static TrainingOptions Parse(IReadOnlyList<string> arguments)
    {
        var values = OptionValues.Read(arguments, "--data", "--out", "--epochs", "--batch", "--rate", "--seed", "--checkpoint");
        var defaults = new TrainingOptions(Data: null, Out: "");
        var options = new TrainingOptions(
            values.Text("--data"),
            values.Text("--out") ?? SampleFolder(),
            values.Whole("--epochs", defaults.Epochs),
            values.Whole("--batch", defaults.Batch),
            values.Positive("--rate", defaults.LearningRate),
            values.Whole("--seed", defaults.Seed),
            values.Text("--checkpoint"));
        var isAlsoWritten = options.Checkpoint is { } checkpoint
            && Path.GetFullPath(checkpoint) is var full
            && (full == Path.GetFullPath(options.WeightsFile) || full == Path.GetFullPath(options.SelectionFile));
        return isAlsoWritten
            ? throw UserErrorException.InUsage($"--checkpoint {options.Checkpoint} is a file that the end of the training writes: give it another name.")
            : options;
    }

    private static string SampleFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SsnGen.sln")))
            {
                return Path.Combine(folder.FullName, "samples", "Digits");
            }
        }

        throw UserErrorException.InUsage("The folder samples/Digits was not found above the program: give one with --out.");
    }
}
