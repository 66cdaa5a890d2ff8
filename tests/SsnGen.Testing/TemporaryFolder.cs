namespace SsnGen.Testing;

/// <summary>A folder for the files of one test, deleted at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("ssngen-tests-").FullName;

    /// <summary>The names of what is in it, in order.</summary>
    public string[] Files => [.. Directory.GetFileSystemEntries(_path).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => Path.Combine(_path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_path, recursive: true);
}
