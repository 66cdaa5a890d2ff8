using SsnGen.Testing;

namespace SsnGen.Generator.Tests.Builds;

/// <summary>What a build says of a project.</summary>
/// <param name="Printed">What it prints.</param>
/// <param name="Logged">What the compiler writes to its error log, which has the notes too.</param>
internal sealed record BuiltProject(IReadOnlyList<BuildMessage> Printed, IReadOnlyList<BuildMessage> Logged);

/// <summary>
/// Builds projects as users do, with <c>dotnet build</c>, and hears what they are told. All of them in one run, in a temporary
/// folder: it needs no network, fills no cache, and leaves no server behind.
/// </summary>
internal static class BuildRun
{
    /// <summary>How the names of the temporary folders begin.</summary>
    public static readonly string FolderPrefix = $"ssngen-build-{Environment.ProcessId}-";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Builds projects.</summary>
    /// <param name="projects">The projects.</param>
    /// <param name="limit">How long it may take.</param>
    /// <returns>What is said of each, by its name.</returns>
    public static IReadOnlyDictionary<string, BuiltProject> Of(IReadOnlyList<BuildProject> projects, TimeSpan? limit = null)
    {
        var folder = Directory.CreateTempSubdirectory(FolderPrefix).FullName;
        try
        {
            Write(folder, projects);
            using var child = ProgramRun.StartIn(
                folder,
                "dotnet",
                ["build", "All.slnx", "--disable-build-servers", "-noAutoResponse", "-nologo", "-terminalLogger:off", "-consoleLoggerParameters:NoSummary", "-verbosity:minimal"],
                Variables(folder));
            var run = ProgramRun.End(child, limit ?? Patience);
            var printed = BuildMessage.Printed(run.Output).ToLookup(static m => m.Project, static m => m.Message);
            return projects.ToDictionary(static p => p.Name, p => new BuiltProject([.. printed[p.Name]], Logged(folder, p, run)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<BuildMessage> Logged(string folder, BuildProject project, ProgramRun run)
    {
        var log = Path.Combine(folder, project.Name, project.Log);
        return File.Exists(log)
            ? BuildMessage.Logged(File.ReadAllText(log))
            : throw new InvalidOperationException($"{project.Name} was not compiled:\n{run.Output}{run.Errors}");
    }

    // The empty files keep those of folders above from being read.
    private static void Write(string folder, IReadOnlyList<BuildProject> projects)
    {
        foreach (var project in projects)
        {
            project.Write(folder);
        }

        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Solution.props", "Directory.Solution.targets" })
        {
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        }

        File.WriteAllText(Path.Combine(folder, ".editorconfig"), "root = true\n");
        File.WriteAllText(Path.Combine(folder, "nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        File.WriteAllText(
            Path.Combine(folder, "All.slnx"),
            $"<Solution>{string.Concat(projects.Select(static p => $"<Project Path=\"{p.Name}/{p.Name}.csproj\" />"))}</Solution>");
        File.Copy(Path.Combine(RepositoryPaths.Root, "global.json"), Path.Combine(folder, "global.json"));
    }

    // What a test host inherits from the build that started it is taken away.
    private static IEnumerable<(string Name, string? Value)> Variables(string folder) =>
    [
        .. Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .Select(static name => (name, (string?)null)),
        ("DOTNET_CLI_HOME", folder),
        ("NUGET_PACKAGES", Path.Combine(folder, ".packages")),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_CLI_UI_LANGUAGE", "en"),
        ("DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE", "true"),
        ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
        ("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false"),
        ("DOTNET_NOLOGO", "1"),
    ];
}
