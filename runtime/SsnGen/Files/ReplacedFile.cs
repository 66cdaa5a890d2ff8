namespace SsnGen.Files;

/// <summary>The file that a path leads to, and what its replacement takes over from it.</summary>
internal sealed class ReplacedFile
{
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;

    private readonly FileStatus? _status;

    private ReplacedFile(string path, bool exists, FileStatus? status)
    {
        Path = path;
        Exists = exists;
        _status = status;
        Folder = System.IO.Path.GetDirectoryName(path)!;
    }

    /// <summary>Its full path; behind symbolic links.</summary>
    public string Path { get; }

    /// <summary>The folder that it is in.</summary>
    public string Folder { get; }

    /// <summary>Whether it exists, or will be new.</summary>
    public bool Exists { get; }

    /// <summary>Follows a path.</summary>
    /// <exception cref="IOException">It leads to what is no file, or its links to nowhere.</exception>
    public static ReplacedFile Find(string path)
    {
        var status = FileStatus.Of(path);
        var kind = status?.Kind ?? (Directory.Exists(path) ? FileKind.Folder : FileKind.File);
        if (kind != FileKind.File)
        {
            throw new IOException($"{path} is {RegularFile.Words(kind)}, and cannot be replaced by a file.");
        }

        var full = System.IO.Path.GetFullPath(path);
        if (System.IO.Path.GetFileName(full).Length == 0)
        {
            throw new IOException($"{path} names a folder, and cannot be replaced by a file.");
        }

        // A link to nothing is followed as well: the file appears where it leads.
        var target = new FileInfo(full) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : full;
        return new ReplacedFile(target, File.Exists(target), status);
    }

    /// <summary>Gives owner and mode to the file that takes its place; a new file keeps those that the system gave it.</summary>
    public void GiveAttributesTo(string file)
    {
        if (OperatingSystem.IsWindows() || !Exists)
        {
            return;
        }

        var mode = File.GetUnixFileMode(Path);
        if (_status is { } status && FileStatus.Of(file) is { } own)
        {
            var hasGroup = own.Group == status.Group || FileStatus.TryChangeOwner(file, -1, (int)status.Group);
            var hasUser = own.User == status.User || FileStatus.TryChangeOwner(file, (int)status.User, -1);

            // What was allowed to one group is not for another, and a program that ran as its owner does not run as this user.
            mode &= hasGroup ? mode : ~OfGroup;
            mode &= hasUser ? mode : ~UnixFileMode.SetUser;
        }

        File.SetUnixFileMode(file, mode);
    }
}
