using System.Runtime.InteropServices;
using System.Text;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Models;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Weights;

/// <summary>Imports weights of other frameworks into a network: names, shapes, normalizations, and a safetensors file that the network loads.</summary>
internal static class WeightsImport
{
    /// <summary>Imports weights.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="output">Where results go.</param>
    /// <returns>0.</returns>
    /// <exception cref="ToolException">Something is missing, unused or of another shape, which is printed before, or a file or an option is wrong. Nothing was written then but a proposed map.</exception>
    /// <exception cref="WeightsException">A file is damaged.</exception>
    public static int Run(WeightsImportOptions options, TextWriter output)
    {
        CheckOptions(options);
        using var file = TensorFile.Open(options.File);
        var source = SourceState.Of(file, options.Part);
        var path = options.Out ?? Path.ChangeExtension(options.File, ".safetensors");
        CheckOutput(path, options);
        var target = options.Model is { } model ? TargetNetwork.Of(ModelLoader.Load(model)) : TargetNetwork.OfShapes(options.Shapes!);

        var map = options.Map is { } given
            ? WeightMapFile.Read(given, source, target)
            : WeightMap.OfSameNames(source, target) ?? ResNetMap.Of(source, target) ?? Proposed(options, source, target, path, output);
        var plan = ImportPlan.Of(source, target, map);

        // Reading the values finds those that are not finite, which are problems too.
        var content = plan.Problems.Count == 0 ? Content(plan, target) : null;
        var report = Report(plan, source, target) with { Output = plan.Problems.Count == 0 ? path : null };
        if (plan.Problems.Count == 0)
        {
            Check(content!, options.File, target);
            AtomicFile.Write(path, content!.WriteTo);
        }

        ToolOutput.Write(output, options.Json, report, report.Lines(source.ToString()).Concat(plan.Problems.Count > 0 ? [] : Next(report, target, options)));
        return plan.Problems.Count == 0
            ? 0
            : throw ToolException.InFile($"{options.File} does not fit {target.Words}: {Counts(plan)}. Nothing was written. --map FILE says which tensor becomes which; SOURCE -> - leaves one out.");
    }

    private static void CheckOptions(WeightsImportOptions options)
    {
        if (options.Model is null == options.Shapes is null)
        {
            throw ToolException.InUsage("The network is given either by --model ASSEMBLY:TYPE, which loads the assembly and runs its code, or by --shapes FILE together with --map FILE.");
        }

        if (options.Shapes is not null && options.Map is null)
        {
            throw ToolException.InUsage("--shapes FILE says only shapes: which tensor becomes which has to be said by --map FILE.");
        }
    }

    private static void CheckOutput(string path, WeightsImportOptions options)
    {
        if (path.Length == 0)
        {
            throw ToolException.InUsage("--out is empty.");
        }

        var full = Path.GetFullPath(path);
        if (Array.Exists([options.File, options.Map, options.Shapes], input => input is { Length: > 0 } && Path.GetFullPath(input) == full))
        {
            throw ToolException.InUsage($"{path} is what would be read, and would be written over: name another file with --out.");
        }

        if (!options.Force && Path.Exists(path))
        {
            throw ToolException.InFile($"{path} is there already, and nothing was written: give --force to replace it, or another --out.");
        }
    }

    private static WeightMap Proposed(WeightsImportOptions options, SourceState source, TargetNetwork target, string path, TextWriter output)
    {
        var proposal = ShapeProposal.Of(source, target);
        if (proposal.IsCertain)
        {
            return proposal.Map;
        }

        if (proposal.Map.Lines.Count == 0)
        {
            throw ToolException.InFile($"{options.File} has names of no known layout, and no layer of it has the shape of one of {target.Words}: these are weights of another network. 'ssngen inspect' shows what is in the file.");
        }

        var file = Path.ChangeExtension(path, ".map");
        if (proposal.Map.Lines.FirstOrDefault(static line => !WeightMapFile.CanName(line.Source)) is { } unnamed)
        {
            throw ToolException.InFile($"{options.File} has the tensor '{unnamed.Source}', whose name cannot stand in a map. Rename it.");
        }

        // --force is for weights; a map that is there may have been edited by hand.
        if (Path.Exists(file))
        {
            throw ToolException.InFile($"{file} is there already, and nothing was written: give it as --map {file}, or delete it for a new proposal.");
        }

        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(proposal.Text)));
        ToolOutput.Write(output, options.Json, new { options.File, Network = target.Words, Proposal = file, proposal.Map.Lines }, proposal.Text.TrimEnd('\n').Split('\n'));
        throw ToolException.InFile($"{options.File} has names of no known layout, and shapes alone do not say which tensor becomes which: {file} is a proposal by order and shapes. Check and edit it, then run again with --map {file}.");
    }

    private static SafetensorsWriter Content(ImportPlan plan, TargetNetwork target)
    {
        var writer = new SafetensorsWriter(Metadata(plan, target));
        foreach (var (tensor, floats, flags) in plan.Values())
        {
            if (floats is not null)
            {
                writer.Add(tensor.Name, floats, tensor.Shape.AsSpan());
            }
            else
            {
                writer.Add(tensor.Name, SafetensorsType.I64, MemoryMarshal.AsBytes(flags.AsSpan()), tensor.Shape.AsSpan());
            }
        }

        return writer;
    }

    private static Dictionary<string, string> Metadata(ImportPlan plan, TargetNetwork target)
    {
        var metadata = new Dictionary<string, string>(WeightsMetadata.Create(target.Name ?? "?", plan.SelectionHash ?? "?", plan.Radius, target.Model?.Pixels), StringComparer.Ordinal);
        if (target.Name is null)
        {
            metadata.Remove(WeightsMetadata.Model);
        }

        if (plan.SelectionHash is null)
        {
            metadata.Remove(WeightsMetadata.Selection);
        }

        return metadata;
    }

    // What training does when it loads them: every tensor is there, and every value can be computed with.
    private static void Check(SafetensorsWriter content, string source, TargetNetwork target)
    {
        using var stream = new MemoryStream();
        content.WriteTo(stream);
        stream.Position = 0;
        var weights = NetworkWeights.Load(stream, source);
        if (target.Model is { } model)
        {
            weights.CheckForTraining(model.Graph.Layers, model.Name);
        }
    }

    private static ImportReport Report(ImportPlan plan, SourceState source, TargetNetwork target)
    {
        var choices = plan.Norms.FindAll(static norm => norm.Norm.Count > 1);
        return new ImportReport
        {
            File = source.File.Path,
            Format = source.File.Format,
            Part = source.Part,
            Prefix = source.Prefix,
            Network = target.Words,
            Map = plan.Map.Words,
            Tensors = plan.Taken,
            LeftOut = [.. plan.Map.Lines.Where(static line => line.Target is null).Select(static line => line.Source)],
            Fixed = [.. choices.Where(static norm => norm.IsFixed).Select(static norm => norm.Norm.Layer)],
            Mixtures = [.. choices.Where(static norm => !norm.IsFixed && !norm.IsWarmStart).Select(static norm => norm.Norm.Layer)],
            WarmStart = [.. choices.Where(static norm => norm.IsWarmStart).Select(static norm => norm.Norm.Layer)],
            Radius = plan.Radius,
            Selection = plan.Problems.Count == 0 ? plan.SelectionHash : null,
            IsCompiledSelection = target.Model is { } model && plan.Problems.Count == 0 ? model.SelectionHash == plan.SelectionHash : null,
            Hints = [.. ImportAdvice.Of(plan, source, target)],
            Problems = plan.Problems,
        };
    }

    private static IEnumerable<string> Next(ImportReport report, TargetNetwork target, WeightsImportOptions options)
    {
        var name = target.Name is { } full ? full[(full.LastIndexOf('.') + 1)..] : "";
        if (report.IsCompiledSelection == true)
        {
            yield return $"{name}.Load and module.Load take it.";
        }
        else if (report.IsCompiledSelection == false)
        {
            yield return report.WarmStart.Count > 0
                ? $"{name} is compiled for another selection than none, which is what these weights have: compile it without {name}.Selection.cs to train from them."
                : $"{name} is compiled for another selection. Write that of these weights, and compile again: ssngen select {report.Output} --model {options.Model} --out {name}.Selection.cs";
        }
    }

    private static string Counts(ImportPlan plan) =>
        string.Join(", ", plan.Problems.GroupBy(static problem => problem.Kind, StringComparer.Ordinal).Select(static group => $"{group.Count()} {group.Key}"));
}
