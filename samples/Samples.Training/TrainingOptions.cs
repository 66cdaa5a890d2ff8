using Samples.CommandLine;

namespace Samples.Training;

/// <summary>The options of a training program.</summary>
/// <param name="Sample">What it is for.</param>
/// <param name="Data">A folder of data, or null for what the program makes.</param>
/// <param name="Out">Where the selection and the weights are written.</param>
public sealed record TrainingOptions(TrainingSample Sample, string? Data, string Out)
{
    /// <summary>Passes over the training samples.</summary>
    public int Epochs { get; init; } = Sample.Epochs;

    /// <summary>Samples per step.</summary>
    public int Batch { get; init; } = Sample.Batch;

    /// <summary>The learning rate at its highest.</summary>
    public double LearningRate { get; init; } = Sample.LearningRate;

    /// <summary>What initial weights and the order of samples depend on.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A file to save after each epoch, and to go on from where it exists; or null.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The file that receives the selection.</summary>
    public string SelectionFile => Path.Combine(Out, Sample.Model + ".Selection.cs");

    /// <summary>The file that receives the weights.</summary>
    public string WeightsFile => Path.Combine(Out, Sample.Weights);

    /// <summary>The file that receives the history of the training.</summary>
    public string HistoryFile => Path.Combine(Out, Path.ChangeExtension(Sample.Weights, ".history"));

    /// <summary>Reads the options.</summary>
    /// <param name="sample">What the program is for.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="UserErrorException">They are off.</exception>
    public static TrainingOptions Parse(TrainingSample sample, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var values = OptionValues.Read(arguments, sample.Options);
        var options = new TrainingOptions(sample, values.Text("--data"), values.Text("--out") ?? SampleFolder(sample.Name));
        options = options with
        {
            Epochs = values.Whole("--epochs", options.Epochs),
            Batch = values.Whole("--batch", options.Batch),
            LearningRate = values.Positive("--rate", options.LearningRate),
            Seed = values.Whole("--seed", options.Seed),
            Checkpoint = values.Text("--checkpoint"),
        };
        var isAlsoWritten = options.Checkpoint is { } checkpoint
            && Path.GetFullPath(checkpoint) is var full
            && (full == Path.GetFullPath(options.WeightsFile) || full == Path.GetFullPath(options.SelectionFile));
        return isAlsoWritten
            ? throw UserErrorException.InUsage($"--checkpoint {options.Checkpoint} is a file that the end of the training writes: give it another name.")
            : options;
    }

    private static string SampleFolder(string sample) =>
        Repository.Root is { } root ? Path.Combine(root, "samples", sample)
        : throw UserErrorException.InUsage($"The folder samples/{sample} was not found above the program: give one with --out.");
}
