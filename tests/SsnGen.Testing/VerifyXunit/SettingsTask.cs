using System.Runtime.CompilerServices;

namespace VerifyTests;

/// <summary>A comparison with a snapshot that can still be configured, until it is awaited or becomes a <see cref="Task"/>.</summary>
public sealed class SettingsTask
{
    private readonly string _text;
    private readonly string _extension;
    private readonly string _type;
    private string _directory;
    private string _method;
    private string _parameters = "";
    private bool _opensDiffTool = true;
    private Task? _task;

    internal SettingsTask(string text, string extension, string sourceFile, string method)
    {
        _text = text;
        _extension = extension;
        _type = Path.GetFileNameWithoutExtension(sourceFile);
        _directory = Path.GetDirectoryName(Path.GetFullPath(sourceFile))!;
        _method = method;
    }

    /// <summary>Names the snapshot after something else than the calling method.</summary>
    /// <param name="name">The name in the place of the method's.</param>
    /// <returns>This comparison.</returns>
    public SettingsTask UseMethodName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _method = name;
        return this;
    }

    /// <summary>Tells the snapshots of a theory's cases apart: <c>CLASS.METHOD_PARAMETERS.verified.EXTENSION</c>.</summary>
    /// <param name="parametersText">A text that names the case.</param>
    /// <returns>This comparison.</returns>
    public SettingsTask UseTextForParameters(string parametersText)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(parametersText);
        _parameters = "_" + parametersText;
        return this;
    }

    /// <summary>Keeps the snapshot in another folder, created when needed.</summary>
    /// <param name="directory">The folder, relative to the source of the test.</param>
    /// <returns>This comparison.</returns>
    public SettingsTask UseDirectory(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        _directory = Path.GetFullPath(Path.Combine(_directory, directory));
        return this;
    }

    /// <summary>Opens no diff tool, not even on a developer's machine.</summary>
    /// <returns>This comparison.</returns>
    public SettingsTask DisableDiff()
    {
        _opensDiffTool = false;
        return this;
    }

    /// <summary>Runs the comparison; a second call gives the task of the first.</summary>
    /// <returns>A task that fails with <see cref="VerifyException"/> where text and snapshot differ.</returns>
    public Task ToTask() => _task ??= new Snapshot(_directory, $"{_type}.{_method}{_parameters}", _extension).CompareAsync(_text, _opensDiffTool);

    /// <summary>Lets <c>await</c> run the comparison.</summary>
    /// <returns>The awaiter of <see cref="ToTask"/>.</returns>
    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>Lets a test return the comparison.</summary>
    /// <param name="settings">The comparison.</param>
    public static implicit operator Task(SettingsTask settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.ToTask();
    }
}
