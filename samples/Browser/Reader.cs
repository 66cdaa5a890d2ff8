using System.Diagnostics;
using Digits;
using SsnGen;
using SsnGen.Networks;

namespace Browser;

/// <summary>Reads pictures of digits with the collapsed network, and times it.</summary>
public sealed class Reader
{
    private const string Weights = "digits.safetensors";

    // Browsers give the time in steps of up to a millisecond, so the network runs as often as it takes for a step not to matter.
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(5);

    private const int MostTimes = 31;

    private readonly DigitsNet _network;
    private readonly Queue<double> _times = new();

    private Reader(DigitsNet network) => _network = network;

    /// <summary>The probabilities of the ten digits in the last picture.</summary>
    public float[] Probabilities { get; } = new float[DigitsNet.OutputLength];

    /// <summary>The likeliest digit of the last picture.</summary>
    public int Best => Array.IndexOf(Probabilities, Probabilities.Max());

    /// <summary>What the network took for one picture: the median of the last ones, in microseconds; 0 before the first one.</summary>
    public double Microseconds => _times.Count > 0 ? _times.Order().ElementAt(_times.Count / 2) : 0;

    /// <summary>How many pictures <see cref="Microseconds"/> is the median of.</summary>
    public int TimedPictures => _times.Count;

    /// <summary>Makes the network of the weights that the program brings.</summary>
    /// <exception cref="WeightsException">The weights are of another selection than the program was compiled with.</exception>
    public static Reader Load()
    {
        using var stream = typeof(Reader).Assembly.GetManifestResourceStream(Weights)
            ?? throw new InvalidOperationException($"The program was built without {Weights}.");
        return new Reader(DigitsNet.Create(NetworkWeights.Load(stream, Weights)));
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="pixels">Its 16×16 pixels, 0 (paper) to 1 (ink).</param>
    public void Read(ReadOnlySpan<float> pixels)
    {
        var start = Stopwatch.GetTimestamp();
        var runs = 0;
        TimeSpan elapsed;
        do
        {
            _network.Run(pixels, Probabilities);
            runs++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < _shortest);

        if (_times.Count == MostTimes)
        {
            _times.Dequeue();
        }

        _times.Enqueue(elapsed.TotalMicroseconds / runs);
        Softmax(Probabilities);
    }

    private static void Softmax(Span<float> logits)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var sum = 0f;
        foreach (ref var logit in logits)
        {
            logit = MathF.Exp(logit - largest);
            sum += logit;
        }

        foreach (ref var logit in logits)
        {
            logit /= sum;
        }
    }
}
