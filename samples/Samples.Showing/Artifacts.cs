namespace Samples.Showing;

/// <summary>Where a sample writes what it shows.</summary>
public static class Artifacts
{
    /// <summary>The folder of a sample: <c>artifacts/NAME</c> of the repository, or of the current folder where the program is elsewhere.</summary>
    /// <param name="sample">The name of the sample.</param>
    public static string Folder(string sample)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SsnGen.sln")))
            {
                return Path.Combine(folder.FullName, "artifacts", sample);
            }
        }

        return Path.Combine("artifacts", sample);
    }
}
