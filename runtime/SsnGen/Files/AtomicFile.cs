namespace SsnGen.Files;

/// <summary>
/// Replaces files as a whole: whoever reads the path finds the old content or the new one, never a part. What is replaced
/// keeps its mode and, as far as the system allows, its owner; a symbolic link stays, and what it leads to is replaced.
/// </summary>
/// <remarks>
/// The content is written to a temporary file in the same folder, <c>.ssngen-….tmp</c>, which a killed
/// process leaves behind; the next write into the folder deletes it.
/// </remarks>
public static class AtomicFile
{
    /// <summary>
    /// Writes to a temporary file in the same folder, flushes it to the disk and renames it. When anything fails, the
    /// temporary file is deleted and the old file stays as it was.
    /// </summary>
    /// <param name="path">The file to write; created or replaced. Its folder must exist.</param>
    /// <param name="write">Writes the content to the stream it is given. What it throws passes as it is.</param>
    /// <exception cref="IOException">The file cannot be written, or the path leads to a folder, a pipe or a device.</exception>
    public static void Write(string path, Action<Stream> write) =>
        Write(path, write, static (temporary, options) => new FileStream(temporary, options));

    /// <summary>As <see cref="Write(string, Action{Stream})"/>, with a given way of opening the temporary file.</summary>
    internal static void Write(string path, Action<Stream> write, Func<string, FileStreamOptions, FileStream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = ReplacedFile.Find(path);
        TemporaryFiles.DeleteAbandoned(target.Folder);
        var temporary = Path.Combine(target.Folder, TemporaryFiles.NewName());
        try
        {
            using (var stream = Create(path, temporary, target, open))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Replace(path, temporary, target);
        }
        catch
        {
            // The failure that is on its way says more than a second one about the temporary file.
            TemporaryFiles.TryDelete(temporary);
            throw;
        }
    }

    private static FileStream Create(string path, string temporary, ReplacedFile target, Func<string, FileStreamOptions, FileStream> open)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && target.Exists)
        {
            // Nobody else may read what may be a secret, before it has the mode of what it replaces.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return open(temporary, options);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritten(path, e);
        }
    }

    private static void Replace(string path, string temporary, ReplacedFile target)
    {
        try
        {
            target.GiveAttributesTo(temporary);
            File.Move(temporary, target.Path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritten(path, e);
        }
    }

    private static IOException NotWritten(string path, UnauthorizedAccessException e) =>
        new($"{path} cannot be written: this user may not write it or its folder.", e);
}
