using Samples.CommandLine;

namespace Samples.Training;

/// <summary>Checks before training that its end can be written, so that no hours are lost to a misspelt path.</summary>
internal static class OutputPlaces
{
    /// <summary>Checks a folder that need not exist yet, and what will be written into it. Creates nothing.</summary>
    /// <exception cref="UserErrorException">It cannot be written to.</exception>
    public static void CheckFolder(string folder, params ReadOnlySpan<string> files)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
            {
                throw new UserErrorException($"'{existing}' is a file, and a folder is needed there to write '{files[0]}'.");
            }

            existing = Path.GetDirectoryName(existing) ?? throw new UserErrorException($"There is no place for the folder '{folder}'.");
        }

        CheckWritable(existing);
        foreach (var file in files)
        {
            CheckIsNoFolder(file);
        }
    }

    /// <summary>Checks a file in a folder that must exist.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void CheckFile(string file)
    {
        CheckIsNoFolder(file);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"There is no folder '{folder}' for '{file}'.");
        }

        CheckWritable(folder);
    }

    private static void CheckIsNoFolder(string file)
    {
        if (Directory.Exists(file))
        {
            throw new UserErrorException($"'{file}' is a folder, and a file is to be written there.");
        }
    }

    private static void CheckWritable(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Nothing can be written in the folder '{folder}': {e.Message}", e);
        }
    }
}
