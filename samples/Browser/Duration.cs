namespace Browser;

/// <summary>Times, for people to read.</summary>
public static class Duration
{
    /// <summary>A time with three digits: 640 µs, 1.25 ms, 12.5 ms.</summary>
    /// <param name="microseconds">The time.</param>
    public static string Of(double microseconds) => microseconds switch
    {
        < 999.5 => $"{microseconds:F0} µs",
        < 9995 => $"{microseconds / 1000:F2} ms",
        < 99950 => $"{microseconds / 1000:F1} ms",
        _ => $"{microseconds / 1000:F0} ms",
    };
}
