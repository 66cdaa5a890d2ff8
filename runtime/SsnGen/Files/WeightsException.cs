namespace SsnGen.Files;

/// <summary>
/// A weight file cannot be used: it cannot be read, is damaged, or does not belong to the network. The message says what,
/// where and what to do, in a few hundred characters; the inner exception is the cause where the system gave one.
/// </summary>
public sealed class WeightsException : Exception
{
    // What a file says is part of messages, and a hostile file says a lot.
    private const int LongestFile = 200;
    private const int LongestTensor = 80;
    private const int LongestProblem = 450;

    /// <summary>Creates an exception without a place. Prefer the one that names file and tensor.</summary>
    public WeightsException()
        : this("The weights cannot be used.")
    {
    }

    /// <summary>Creates an exception without a place. Prefer the one that names file and tensor.</summary>
    /// <param name="message">What is wrong.</param>
    public WeightsException(string message)
        : base(Shortened(message, LongestFile + LongestProblem))
    {
    }

    /// <summary>Creates an exception without a place. Prefer the one that names file and tensor.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public WeightsException(string message, Exception? innerException)
        : base(Shortened(message, LongestFile + LongestProblem), innerException)
    {
    }

    /// <summary>Creates an exception about a file or one tensor of it; both are made part of the message.</summary>
    /// <param name="file">The file (or what the weights came from).</param>
    /// <param name="tensor">The tensor, or null where the whole file is meant.</param>
    /// <param name="problem">What is wrong, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public WeightsException(string file, string? tensor, string problem, Exception? innerException = null)
        : base(
            Shortened(file, LongestFile) + ": " + (tensor is null ? "" : $"tensor '{Shortened(tensor, LongestTensor)}': ") + Shortened(problem, LongestProblem),
            innerException)
    {
        File = file;
        Tensor = tensor;
    }

    /// <summary>The file (or what the weights came from), where known.</summary>
    public string? File { get; }

    /// <summary>The tensor, or null where the whole file is meant.</summary>
    public string? Tensor { get; }

    /// <summary>A text for a message: what is in the middle of a long one is left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">How many characters are left.</param>
    internal static string Shortened(string text, int longest = LongestTensor) => text.Length <= longest
        ? text
        : string.Concat(text.AsSpan(0, longest / 2), "…", text.AsSpan(text.Length - ((longest - 1) / 2)));
}
