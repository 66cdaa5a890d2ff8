using System.Text;
using SsnGen.Files;

namespace SsnGen.Tool;

/// <summary>Reads files of text that people write.</summary>
internal static class TextFile
{
    private const int MaximumSize = 64_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="what">What it should be, for messages: <c>no map of names</c>.</param>
    /// <exception cref="ToolException">It is no text in UTF-8, or very long.</exception>
    /// <exception cref="WeightsException">There is no such file, or it cannot be read.</exception>
    public static string Read(string path, string what)
    {
        if (path.Length == 0)
        {
            throw ToolException.InUsage("The name of a file is empty.");
        }

        using var stream = RegularFile.OpenRead(path);
        if (stream.Length > MaximumSize)
        {
            throw ToolException.InFile($"{path} has {stream.Length} bytes, and is {what}.");
        }

        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        try
        {
            return reader.ReadToEnd().TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw ToolException.InFile($"{path} is no text in UTF-8, and so {what}.");
        }
    }
}
