using System.Text;
using SsnGen.Files;
using SsnGen.Networks;

namespace SsnGen.Tool.Scaffolding;

/// <summary>Writes the files of a network into a folder: all of them or none.</summary>
/// <param name="folder">The folder.</param>
/// <param name="scaffold">The network.</param>
internal sealed class ScaffoldFiles(string folder, Scaffold scaffold)
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly (string Name, string Text)[] _definitions =
    [
        .. scaffold.Blocks.Prepend(scaffold.Model).Select(c => ($"{c.Name}.cs", c.Write(scaffold.Namespace))),
        .. scaffold.Selection is { } selection ? [($"{scaffold.Model.Name}.Selection.cs", selection)] : (IEnumerable<(string, string)>)[],
    ];

    // Whether files that were replaced are left in the temporary folder alone.
    private bool _isNeeded;

    /// <summary>The file of the weights.</summary>
    public string Weights { get; } = $"{scaffold.Model.Name.ToLowerInvariant()}.safetensors";

    /// <summary>All files.</summary>
    public IReadOnlyList<string> Names => [.. _definitions.Select(static d => d.Name), Weights];

    /// <summary>Writes them.</summary>
    /// <param name="replaces">Whether files that are there are replaced.</param>
    /// <exception cref="ToolException">A file is there already, or the weights are none that the network runs with.</exception>
    /// <exception cref="IOException">The folder cannot be written into.</exception>
    public void Write(bool replaces)
    {
        if (Names.FirstOrDefault(n => Directory.Exists(Path.Combine(folder, n))) is { } inTheWay)
        {
            throw ToolException.InFile($"{folder}: {inTheWay} is a folder there, and nothing was written: give another --out.");
        }

        var there = Names.Where(n => Path.Exists(Path.Combine(folder, n))).ToArray();
        if (there.Length > 0 && !replaces)
        {
            var (are, them) = there.Length == 1 ? ("is", "it") : ("are", "them");
            throw ToolException.InFile($"{folder}: {string.Join(", ", there)} {are} there already, and nothing was written: give --force to replace {them}, or another --out.");
        }

        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, ".ssngen-import-" + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(temporary);
            WriteWeights(Path.Combine(temporary, Weights));
            foreach (var (name, text) in _definitions)
            {
                File.WriteAllText(Path.Combine(temporary, name), text, _utf8);
            }

            Exchange(temporary);
        }
        finally
        {
            if (!_isNeeded && Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    // Where one file cannot be put in its place, those before it are taken back.
    private void Exchange(string temporary)
    {
        var placed = new List<string>();
        try
        {
            foreach (var name in Names)
            {
                var target = Path.Combine(folder, name);
                if (File.Exists(target))
                {
                    File.Move(target, Before(name));
                }

                placed.Add(name);
                File.Move(Path.Combine(temporary, name), target);
            }
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            var lost = placed.Where(name => !IsRestored(name)).ToArray();
            _isNeeded = lost.Length > 0;
            if (!_isNeeded)
            {
                throw;
            }

            throw new IOException($"{reason.Message} {string.Join(", ", lost)} could not be put back either: what was there before is in {temporary}.", reason);
        }

        bool IsRestored(string name)
        {
            try
            {
                var target = Path.Combine(folder, name);
                File.Delete(target);
                if (File.Exists(Before(name)))
                {
                    File.Move(Before(name), target);
                }

                return true;
            }
            catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        string Before(string name) => Path.Combine(temporary, name + ".before");
    }

    // What is written is what the network is about to load.
    private void WriteWeights(string path)
    {
        var writer = new SafetensorsWriter(new Dictionary<string, string> { [WeightsMetadata.Version] = WeightsMetadata.CurrentVersion });
        foreach (var tensor in scaffold.Weights)
        {
            writer.Add(tensor.Name, tensor.Values, tensor.Shape);
        }

        writer.Save(path);
        using var stream = File.OpenRead(path);
        try
        {
            NetworkWeights.Load(stream, "the weights of the model").CheckForEvaluation(scaffold.Network.Layers);
        }
        catch (WeightsException reason)
        {
            throw ToolException.InFile($"Nothing was written, as no network runs with {reason.Message}");
        }
    }
}
