using System.Runtime.CompilerServices;

namespace SsnGen.Testing;

/// <summary>Folders that tests read.</summary>
public static class RepositoryPaths
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder of handwritten digits (optdigits), or null where the machine has none.</summary>
    public static string? Optdigits
    {
        get
        {
            var folder = Path.Combine(Root, "..", "shared", "data", "optdigits");
            return File.Exists(Path.Combine(folder, "optdigits.tra")) ? Path.GetFullPath(folder) : null;
        }
    }

    private static string Find([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
