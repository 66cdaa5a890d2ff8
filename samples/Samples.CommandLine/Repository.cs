namespace Samples.CommandLine;

/// <summary>The repository that a sample was built in.</summary>
public static class Repository
{
    /// <summary>Its folder; null where the program is elsewhere.</summary>
    public static string? Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SsnGen.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName;
        }
    }
}
