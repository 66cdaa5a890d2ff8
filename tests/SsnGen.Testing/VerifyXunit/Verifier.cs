using System.Runtime.CompilerServices;
using VerifyTests;

namespace VerifyXunit;

/// <summary>
/// Compares texts with snapshots, behind the calls of the package Verify.Xunit: <c>using static VerifyXunit.Verifier;</c>
/// and <c>return Verify(text, extension: "cs");</c> at the end of a test.
/// </summary>
/// <remarks>
/// The package cannot be restored here; docs/dependencies.md says why, and how to move to it without changing a test.
/// Two things differ: the class is taken from the name of its file, so a test class
/// with snapshots stands in a file of its name, and the method is the one that calls.
/// </remarks>
public static class Verifier
{
    /// <summary>
    /// Compares a text with <c>CLASS.METHOD.verified.EXTENSION</c>, beside the source of the test. Where it differs, or
    /// there is no such file, the text is written to <c>CLASS.METHOD.received.EXTENSION</c> and the test fails.
    /// Line ends and a byte order mark of the snapshot do not count; everything else does.
    /// </summary>
    /// <param name="target">The text. Saved as UTF-8, with <c>\n</c>, without a byte order mark.</param>
    /// <param name="extension">The extension of the files, without a dot.</param>
    /// <param name="sourceFile">The source of the test; the compiler fills it in.</param>
    /// <param name="method">The test; the compiler fills it in.</param>
    /// <returns>The comparison, which runs when it is awaited or returned from the test.</returns>
    /// <exception cref="ArgumentException">The extension is empty or starts with a dot.</exception>
    public static SettingsTask Verify(
        string target,
        string extension = "txt",
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string method = "")
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrWhiteSpace(extension);
        if (extension.StartsWith('.'))
            throw new ArgumentException($"The extension is given without a dot: '{extension[1..]}', not '{extension}'.", nameof(extension));

        return new SettingsTask(target, extension, sourceFile, method);
    }
}
