namespace Browser;

/// <summary>Probabilities, for people to read.</summary>
public static class Percent
{
    /// <summary>A probability in percent: 98.7%; what is nearly certain is not 100%.</summary>
    /// <param name="probability">From 0 to 1.</param>
    public static string Of(float probability) =>
        probability is > 0.9995f and < 1 ? "> 99.9%" : probability is < 0.0005f ? "0%" : $"{100 * probability:F1}%";
}
