using SsnGen.Networks;
using SsnGen.Onnx;
using SsnGen.Onnx.Format;
using SsnGen.Testing;
using SsnGen.Tool.Onnx;
using SsnGen.Tool.Onnx.Files;
using SsnGen.Tool.Scaffolding;

namespace SsnGen.Tool.Tests.Harness;

/// <summary>A model that was imported, beside what it was imported from.</summary>
/// <param name="Model">The model, as its file holds it.</param>
/// <param name="Scaffold">What was made of it.</param>
internal sealed record ImportedModel(byte[] Model, Scaffold Scaffold)
{
    /// <summary>Imports a model.</summary>
    /// <exception cref="ToolException">It cannot be imported: each line says why.</exception>
    public static ImportedModel Of(byte[] model, string inNamespace = "Imported", bool isFlat = false)
    {
        var problems = new Problems();
        var scaffold = OnnxImport.Import(OnnxFile.Parse("net.onnx", model), new OnnxImportOptions("net.onnx", inNamespace, "Net", "", IsFlat: isFlat), problems);
        Assert.Equal(scaffold is null, problems.Any);
        return new(model, scaffold ?? throw ToolException.InFile(string.Join('\n', problems.Lines)));
    }

    /// <summary>Exports a network and imports it again.</summary>
    public static ImportedModel Of(NetworkGraph network, NetworkWeights weights, string inNamespace = "Imported")
    {
        using var stream = new MemoryStream();
        OnnxExport.Write(stream, network, weights);
        return Of(stream.ToArray(), inNamespace);
    }

    /// <summary>What the model calls the inputs that the network has.</summary>
    public IEnumerable<string> InputNames => Scaffold.Inputs.Select(static i => i.Model);

    /// <summary>Random samples for each input.</summary>
    public float[][] Samples(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Scaffold.Network.Inputs.Select(i => Enumerable.Range(0, count * i.Shape.Length).Select(_ => (random.NextSingle() * 2) - 1).ToArray())];
    }

    /// <summary>The outputs by ONNX Runtime, in the order of the model.</summary>
    public float[][] ByOnnxRuntime(float[][] inputs, int count) => OnnxRun.RunAll(Model, Shaped(inputs, count));

    /// <summary>How much rounding shows in each output by ONNX Runtime.</summary>
    public double[] RoundingOfOnnxRuntime(float[][] outputs, float[][] inputs, int count) => OnnxRun.Rounding(Model, outputs, Shaped(inputs, count));

    /// <summary>Compiles what was written, loads the weights with all checks, and runs it.</summary>
    public float[][] ByCompiledNetwork(float[][] inputs) => By(CompiledDefinitions.Of(Scaffold), inputs);

    /// <summary>Loads the weights with all checks, and runs what was compiled before.</summary>
    public float[][] By(CompiledDefinitions compiled, float[][] inputs)
    {
        using var folder = new TemporaryFolder();
        var files = new ScaffoldFiles(folder.File("out"), Scaffold);
        files.Write(replaces: false);
        return InOrderOfModel(compiled.RunAll($"{Scaffold.Namespace}.Net", Path.Combine(folder.File("out"), files.Weights), inputs));
    }

    /// <summary>The outputs in double precision, from the description of the imported layers.</summary>
    public double[][] ByReference(float[][] inputs)
    {
        var values = ReferenceEvaluation.RunLayers(Scaffold.Network, Weights(), inputs);
        return InOrderOfModel([.. Scaffold.Network.Outputs.Select(o => values[o.Layer])]);
    }

    private (float[] Values, long[] Shape)[] Shaped(float[][] inputs, int count) =>
        [.. inputs.Zip(ModelProto.Parser.ParseFrom(Model).Graph.Input, (x, i) => (x, (long[])[count, .. i.Type.TensorType.Shape.Dim.Skip(1).Select(static d => d.DimValue)]))];

    // A class lists its outputs in the order of its layers.
    private T[] InOrderOfModel<T>(T[] outputs) =>
        [.. Scaffold.Outputs.Select(o => outputs[Scaffold.Network.Outputs.Select(static n => n.Name).ToList().IndexOf(o.Name)])];

    /// <summary>The weights, as a file of them is loaded.</summary>
    public NetworkWeights Weights()
    {
        var writer = new SsnGen.Files.SafetensorsWriter(null);
        foreach (var tensor in Scaffold.Weights)
        {
            writer.Add(tensor.Name, tensor.Values, tensor.Shape);
        }

        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        stream.Position = 0;
        return NetworkWeights.Load(stream);
    }

    /// <summary>All classes as one text.</summary>
    public string Text => string.Join("\n", Scaffold.Blocks.Prepend(Scaffold.Model).Select(c => c.Write(Scaffold.Namespace)));
}
