namespace SsnGen.Files;

/// <summary>Opens weight files. What is no file is refused before it is opened: opening a pipe may wait forever.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="WeightsException">There is no such file, it is something else, or it cannot be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var kind = FileStatus.Of(path)?.Kind ?? (Directory.Exists(path) ? FileKind.Folder : FileKind.File);
            return kind == FileKind.File
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0)
                : throw new WeightsException(path, null, $"it is {Words(kind)}, and a file is needed.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WeightsException(path, null, "there is no such file.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new WeightsException(path, null, "this user may not read it.", e);
        }
        catch (IOException e)
        {
            throw new WeightsException(path, null, "it cannot be opened: " + e.Message, e);
        }
    }

    /// <summary>What a file that is none is called.</summary>
    public static string Words(FileKind kind) => kind == FileKind.Folder ? "a folder" : "no regular file but a pipe, a socket or a device";
}
