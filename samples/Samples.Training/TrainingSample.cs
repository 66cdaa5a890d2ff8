namespace Samples.Training;

/// <summary>What a training program is for, and its defaults.</summary>
/// <param name="Name">The name of the sample, and of its folder under <c>samples</c>, such as <c>Digits</c>.</param>
/// <param name="Model">The name of the network's class.</param>
/// <param name="Weights">The name of the file that receives the weights.</param>
/// <param name="Score">What is measured on samples that the network has not seen, such as <c>accuracy</c>.</param>
/// <param name="Samples">What it is trained on, in the plural, such as <c>images</c>.</param>
public sealed record TrainingSample(string Name, string Model, string Weights, string Score, string Samples)
{
    /// <summary>What <c>--data</c> names, for people to read; null where the program makes all that it needs.</summary>
    public string? Data { get; init; }

    /// <summary>The names of what else its end writes.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>Passes over the training samples.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Samples per step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>The learning rate at its highest.</summary>
    public double LearningRate { get; init; } = 0.2;

    /// <summary>The names of its options.</summary>
    public IReadOnlyList<string> Options => Data is null ? _options : ["--data", .. _options];

    /// <summary>What <c>--help</c> prints.</summary>
    public string Usage =>
        $"""
        usage: {Name}.Training {(Data is null ? "" : "[--data FOLDER] ")}[--out FOLDER] [--epochs N] [--batch N] [--rate R] [--seed N] [--checkpoint FILE]
        {(Data is null ? "" : $"  --data        {Data}\n")}  --out         where {Model}.Selection.cs and {Weights} are written; default: samples/{Name}
          --epochs      passes over the training {Samples}; default {Epochs}
          --batch       {Samples} per step; default {Batch}
          --rate        learning rate at its highest; default {LearningRate}
          --seed        of the initial weights and the order of {Samples}; default 1
          --checkpoint  saved after each epoch, and gone on from where it exists
        """;

    private static readonly string[] _options = ["--out", "--epochs", "--batch", "--rate", "--seed", "--checkpoint"];
}
