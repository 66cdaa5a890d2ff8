using Spectre.Console;
using SsnGen.Onnx.Format;
using SsnGen.Tool.Onnx;
using SsnGen.Tool.Onnx.Files;

namespace SsnGen.Tool.Inspection;

/// <summary>What an ONNX model holds.</summary>
internal sealed class OnnxInspection : IInspection
{
    private readonly ModelProto _model;

    private OnnxInspection(string path, ModelProto model)
    {
        (File, _model) = (path, model);
        var weights = model.Graph.Initializer.Select(static i => i.Name).ToHashSet(StringComparer.Ordinal);
        Inputs = [.. model.Graph.Input.Where(i => !weights.Contains(i.Name)).Select(Words)];
        Outputs = [.. model.Graph.Output.Select(Words)];
        Operators = [.. model.Graph.Node
            .GroupBy(static n => n.Domain.Length == 0 ? n.OpType : n.Domain + "." + n.OpType)
            .Select(static g => new OperatorCount(g.Key, g.Count()))
            .OrderByDescending(static o => o.Nodes).ThenBy(static o => o.Operator, StringComparer.Ordinal)];
        var problems = new Problems();
        OnnxImport.Import(model, new OnnxImportOptions(path, "Inspected", OnnxImport.NameAfter(path), Folder: ""), problems);
        NotImported = [.. problems.Lines];
    }

    object IInspection.Json => this;

    public string File { get; }

    public string Format { get; } = "ONNX";

    /// <summary>What wrote it.</summary>
    public string Producer => $"{_model.ProducerName} {_model.ProducerVersion}".Trim();

    /// <summary>Its operator sets, such as <c>ai.onnx 21</c>.</summary>
    public IEnumerable<string> OperatorSets => _model.OpsetImport.Select(static s => $"{(s.Domain.Length == 0 ? "ai.onnx" : s.Domain)} {s.Version}");

    public IReadOnlyList<string> Inputs { get; }

    public IReadOnlyList<string> Outputs { get; }

    public IReadOnlyList<OperatorCount> Operators { get; }

    /// <summary>How many constants it has.</summary>
    public int Constants => _model.Graph.Initializer.Count;

    /// <summary>How many values they have.</summary>
    public Int128 Values => _model.Graph.Initializer.Aggregate((Int128)0, static (sum, i) => sum + i.Dims.Aggregate((Int128)1, static (product, side) => product * Math.Clamp(side, 0, int.MaxValue)));

    /// <summary>What import cannot take of it.</summary>
    public IReadOnlyList<string> NotImported { get; }

    /// <summary>The model of a file; null where its name does not end in .onnx.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ToolException">It is no ONNX model, or damaged.</exception>
    public static OnnxInspection? Of(string path) =>
        OnnxFile.IsNamed(path) ? new OnnxInspection(path, OnnxFile.Read(path)) : null;

    /// <inheritdoc/>
    public void Write(IAnsiConsole console)
    {
        var output = console.Profile.Out.Writer;
        string[] facts =
        [
            $"{File}: ONNX, {string.Join(", ", OperatorSets)}{(Producer.Length > 0 ? ", by " + Producer : "")}",
            .. Inputs.Select(static i => "  takes    " + i),
            .. Outputs.Select(static o => "  returns  " + o),
            "",
        ];
        ToolOutput.WriteLines(output, facts.Select(Problems.Shortened));
        var table = new ToolTable("operator", "nodes>");
        foreach (var (name, nodes) in Operators)
        {
            table.Add(Problems.Shortened(name), ToolOutput.Number(nodes));
        }

        table.Write(console);
        string[] end = NotImported.Count == 0 ? ["ssngen import takes all of it"] : ["ssngen import does not take:", .. NotImported.Select(static p => "  " + p)];
        ToolOutput.WriteLines(output, ["", $"{ToolOutput.Number(_model.Graph.Node.Count)} nodes, {ToolOutput.Number(Constants)} constants of {ToolOutput.Number(Values)} values", .. end]);
    }

    private static string Words(ValueInfoProto value)
    {
        var type = value.Type?.TensorType;
        var sides = type?.Shape?.Dim.Select(static d => d.DimParam.Length > 0 ? Problems.Shortened(d.DimParam) : $"{d.DimValue}") ?? ["?"];
        return $"{Problems.Shortened(value.Name)}: {type?.ElemType} [{string.Join(", ", sides)}]";
    }
}

/// <summary>How often a model has an operator.</summary>
/// <param name="Operator">Its name, with its domain where that is not ONNX's own.</param>
/// <param name="Nodes">How many nodes.</param>
internal sealed record OperatorCount(string Operator, int Nodes);
