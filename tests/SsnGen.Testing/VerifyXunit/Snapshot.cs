using System.Text;

namespace VerifyTests;

/// <summary>The two files of one snapshot: what was approved, and what a failed test received.</summary>
internal sealed class Snapshot
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _verified;
    private readonly string _received;

    public Snapshot(string directory, string name, string extension)
    {
        _verified = Path.Combine(directory, $"{name}.verified.{extension}");
        _received = Path.Combine(directory, $"{name}.received.{extension}");
    }

    public async Task CompareAsync(string text, bool opensDiffTool)
    {
        var received = NormalizeLines(text);
        var verified = File.Exists(_verified) ? NormalizeLines(await File.ReadAllTextAsync(_verified, Utf8)) : null;
        if (verified == received)
        {
            File.Delete(_received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_received)!);
        await File.WriteAllTextAsync(_received, received, Utf8);
        var toolNote = opensDiffTool ? await DiffTool.OpenAsync(_received, _verified) : "";
        throw new VerifyException(Describe(verified, received) + toolNote);
    }

    private string Describe(string? verified, string received)
    {
        var headline = verified is null
            ? $"There is no snapshot {Path.GetFileName(_verified)} yet."
            : $"The text differs from the snapshot {Path.GetFileName(_verified)} (- snapshot, + text).";
        return $"""
            {headline}
            If the text is right, rename {Path.GetFileName(_received)} to {Path.GetFileName(_verified)}, in {Path.GetDirectoryName(_verified)}.
            {SnapshotDiff.Render(verified ?? "", received)}
            """;
    }

    private static string NormalizeLines(string text) => text.ReplaceLineEndings("\n");
}
