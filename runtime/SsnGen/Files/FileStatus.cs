using System.Runtime.InteropServices;

namespace SsnGen.Files;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, a socket or a device.</summary>
    Other,
}

/// <summary>Kind and owner of a file, which .NET does not tell. Symbolic links are followed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="User">The number of its owner.</param>
/// <param name="Group">The number of its group.</param>
internal readonly partial record struct FileStatus(FileKind Kind, uint User, uint Group)
{
    private const int CurrentFolder = -100;
    private const uint BasicStatus = 0x7ff;
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;

    /// <summary>The status of a path on Linux; null where there is nothing, where it cannot be read, and on other systems.</summary>
    public static FileStatus? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            if (ReadStatus(CurrentFolder, path, 0, BasicStatus, out var status) != 0)
            {
                return null;
            }

            var kind = (status.Mode & TypeMask) switch { RegularType => FileKind.File, FolderType => FileKind.Folder, _ => FileKind.Other };
            return new FileStatus(kind, status.User, status.Group);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without statx: what can be known without is enough to go on.
            return null;
        }
    }

    /// <summary>Gives a file to a user and a group; −1 leaves either as it is.</summary>
    /// <returns>Whether the system allowed it.</returns>
    public static bool TryChangeOwner(string path, int user, int group) => OperatingSystem.IsLinux() && ChangeOwner(path, user, group) == 0;

    // statx and not stat: its layout is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int folder, string path, int flags, uint mask, out Statx status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int user, int group);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
