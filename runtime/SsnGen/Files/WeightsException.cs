namespace SsnGen.Files;

/// <summary>A weight file cannot be used: it is damaged, or it does not belong to the network. The message says what, where and what to do.</summary>
public sealed class WeightsException : Exception
{
    /// <summary>Creates an exception without a place. Prefer the one that names file and tensor.</summary>
    public WeightsException()
        : this("The weights cannot be used.")
    {
    }

    /// <summary>Creates an exception without a place. Prefer the one that names file and tensor.</summary>
    /// <param name="message">What is wrong.</param>
    public WeightsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception without a place. Prefer the one that names file and tensor.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public WeightsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception about a file or one tensor of it; both are made part of the message.</summary>
    /// <param name="file">The file (or what the weights came from).</param>
    /// <param name="tensor">The tensor, or null where the whole file is meant.</param>
    /// <param name="problem">What is wrong, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public WeightsException(string file, string? tensor, string problem, Exception? innerException = null)
        : base(tensor is null ? $"{file}: {problem}" : $"{file}: tensor '{tensor}': {problem}", innerException)
    {
        File = file;
        Tensor = tensor;
    }

    /// <summary>The file (or what the weights came from), where known.</summary>
    public string? File { get; }

    /// <summary>The tensor, or null where the whole file is meant.</summary>
    public string? Tensor { get; }
}
