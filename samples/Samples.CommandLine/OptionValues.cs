using System.Globalization;

namespace Samples.CommandLine;

/// <summary>The options that a program was given: a name and a value each, no name twice.</summary>
/// <remarks>
/// By hand: a library for command lines would be most of a native program of two megabytes, and the Digits sample measures how
/// early its first result is there.
/// </remarks>
public sealed class OptionValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private OptionValues()
    {
    }

    /// <summary>Reads the arguments of a program.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="names">The names that the program knows, such as <c>--data</c>.</param>
    /// <returns>The options.</returns>
    /// <exception cref="UserErrorException">A name is unknown or there twice, or its value is missing or empty.</exception>
    public static OptionValues Read(IReadOnlyList<string> arguments, params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(names);
        var options = new OptionValues();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i];
            if (!names.Contains(name))
            {
                throw UserErrorException.InUsage($"'{name}' is no option of this program.");
            }

            // Where the value was forgotten, the name of the next option stands in its place.
            if (i + 1 == arguments.Count || string.IsNullOrWhiteSpace(arguments[i + 1]) || names.Contains(arguments[i + 1]))
            {
                throw UserErrorException.InUsage($"{name} needs a value.");
            }

            if (!options._values.TryAdd(name, arguments[i + 1]))
            {
                throw UserErrorException.InUsage($"{name} is given twice.");
            }
        }

        return options;
    }

    /// <summary>The text of an option, never empty.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The text, or null where the option was not given.</returns>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A whole number from 1.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="otherwise">What it is where the option was not given.</param>
    /// <returns>The number.</returns>
    /// <exception cref="UserErrorException">The value is no such number.</exception>
    public int Whole(string name, int otherwise) =>
        Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : throw UserErrorException.InUsage($"{name} is '{text}', but must be a whole number from 1 to {int.MaxValue}.");

    /// <summary>A number greater than 0 that a tensor's values, which are float32, can be multiplied with.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="otherwise">What it is where the option was not given.</param>
    /// <returns>The number.</returns>
    /// <exception cref="UserErrorException">The value is no such number.</exception>
    public double Positive(string name, double otherwise) =>
        Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= float.MaxValue ? value
        : throw UserErrorException.InUsage($"{name} is '{text}', but must be a number greater than 0 and at most {float.MaxValue:G2}.");
}
