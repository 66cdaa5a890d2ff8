using System.Diagnostics;
using Digits;

namespace Browser.Driver;

/// <summary>The same network on this machine, outside of the browser: what the page is compared with.</summary>
internal sealed class NativeNetwork
{
    private readonly DigitsNet _network = DigitsNet.Load(Path.Combine(AppContext.BaseDirectory, "digits.safetensors"));

    /// <summary>The probabilities of the ten digits.</summary>
    /// <param name="pixels">The 16×16 pixels.</param>
    public double[] Read(float[] pixels)
    {
        var logits = new float[DigitsNet.OutputLength];
        _network.Run(pixels, logits);
        var powers = logits.Select(l => Math.Exp((double)l - logits.Max())).ToArray();
        return [.. powers.Select(p => p / powers.Sum())];
    }

    /// <summary>The median time for a picture, in microseconds.</summary>
    /// <param name="pixels">The 16×16 pixels.</param>
    public double Microseconds(float[] pixels)
    {
        var logits = new float[DigitsNet.OutputLength];
        var times = new double[4000];
        foreach (ref var time in times.AsSpan())
        {
            var start = Stopwatch.GetTimestamp();
            _network.Run(pixels, logits);
            time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return times[2000..].Order().ElementAt(1000);
    }
}
