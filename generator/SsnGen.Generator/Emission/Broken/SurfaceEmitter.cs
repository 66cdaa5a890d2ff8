using Microsoft.CodeAnalysis.CSharp;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Broken;

/// <summary>
/// Emits what a network declares for its users, as code that throws: calls of a network with errors are not errors too. A test
/// compares it with what is emitted for correct networks.
/// </summary>
internal sealed class SurfaceEmitter(SourceWriter w, ModelDefinition model, ProjectOptions options)
{
    private const string Throws = BrokenClassEmitter.Throws;
    private const string Weights = "global::SsnGen.Networks.NetworkWeights weights";
    private const string LoadOptions = "global::SsnGen.Networks.LoadOptions? options = null";
    private const string Stream = "global::System.IO.Stream stream";
    private const int MostNames = 4096;

    // What every class inherits.
    private static readonly string[] _ofObject = ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private readonly string _type = model.Class.FullName;

    // Names that the user's own members, bases or blocks have: that is the error, and theirs is the name.
    private readonly HashSet<string> _taken = new(
        model.Class.Problems.Where(static p => p.Kind is ClassProblemKind.TakenName or ClassProblemKind.InheritedName or ClassProblemKind.OwnName).Select(static p => p.Name)
            .Concat(model.Members.Select(static m => m.Name))
            .Concat(model.Members.Select(static m => m.Block?.Name ?? "")),
        StringComparer.Ordinal);

    private HashSet<string>? _normalized;

    // The blocks that have a layer with SSN, or a stage of such a block: others are not walked through, however often they are repeated.
    private HashSet<string> Normalized => _normalized ??= FindNormalized();

    /// <summary>Emits the members.</summary>
    public void Emit()
    {
        if ((model.Class.Form & (ClassForm.Static | ClassForm.Derived)) != 0)
        {
            // A static class can be no type of a value, and a derived one inherits them.
            return;
        }

        Line("SelectionHash", "public const string SelectionHash = \"\";");
        Line("Graph", $"public static global::SsnGen.NetworkGraph Graph => {Throws};");
        if (EndNames.Outputs(model.Members, model.Blocks).Any(static o => o.IsTrainingOnly))
        {
            Line("TrainingGraph", $"public static global::SsnGen.NetworkGraph TrainingGraph => {Throws};");
        }

        if (model.Sizes.Length > 0)
        {
            Line("GraphOf", $"public static global::SsnGen.NetworkGraph GraphOf(int height, int width) => {Throws};");
        }

        Line("Layers", $"public static global::System.Collections.Generic.IReadOnlyList<global::SsnGen.Layer> Layers => {Throws};");

        Line("Summary", $"public static global::SsnGen.Networks.NetworkSummary Summary() => {Throws};");
        if (!model.Class.HasToString)
        {
            Line("ToString", $"public override string ToString() => {Throws};");
        }

        // Whether there would be any depends on shapes, too.
        EmitKernels("Kernels", "global::SsnGen.Training.SsnKernel");
        if (model.Backend.HasFlag(Backend.Cpu))
        {
            EmitInference();
        }

        if (options.Exports)
        {
            foreach (var size in model.Sizes.Length > 0 ? ["", "int height, int width, "] : new[] { "" })
            {
                var rest = $"{size}int? batch = null{(model.Sample.HasPixels ? ", bool pixels = false" : "")}";
                Line("ExportOnnx", $"public static void ExportOnnx({Weights}, {Stream}, {rest}) => {Throws};");
                Line("ExportOnnx", $"public static void ExportOnnx({Weights}, string path, {rest}) => {Throws};");
            }
        }

        if (options.Trains && model.Backend.HasFlag(Backend.Cpu) && !_taken.Contains("Module"))
        {
            EmitModule();
        }

        if (options.RunsOnGpu && model.Backend.HasFlag(Backend.Gpu))
        {
            EmitGpu();
        }
    }

    private void Line(string name, string text)
    {
        if (!_taken.Contains(name))
        {
            w.Line(text);
        }
    }

    private void EmitInference()
    {
        var ends = new NetworkEnds(EndNames.Inputs(model.Members).Select(static n => (n, default(Shape))), EndNames.Evaluated(model.Members, model.Blocks).Select(static n => (n, default(Shape))));

        // 1 where they are not known: nothing that divides by them or allocates as many gets an error of its own.
        if (ends.AreOne)
        {
            Line("InputLength", "public const int InputLength = 1;");
            Line("OutputLength", "public const int OutputLength = 1;");
        }

        Line("WorkspaceBytes", "public const long WorkspaceBytes = 1;");
        Line("Load", $"public static {_type} Load(string path, {LoadOptions}) => {Throws};");
        Line("Load", $"public static {_type} Load({Stream}, {LoadOptions}) => {Throws};");
        Line("Create", $"public static {_type} Create({Weights}) => {Throws};");
        foreach (var (isSized, takesPixels) in NetworkEnds.Ways(model.Sizes.Length > 0, model.Sample.HasPixels))
        {
            var spans = ends.Spans(isSized, takesPixels);
            Line("Run", $"public void Run({spans}) => {Throws};");
            Line("Run", $"public void Run({spans}, global::SsnGen.Threading.WorkerTeam team) => {Throws};");
        }
    }

    private void EmitModule()
    {
        const string Tensor = "global::TorchSharp.torch.Tensor";
        using (w.Open("public sealed class Module : global::SsnGen.TorchSharp.SsnModule"))
        {
            w.Line($"public Module() : base(\"\", null!) => {Throws};");
            w.Line($"public override {Tensor}[] ForwardAll(params {Tensor}[] inputs) => {Throws};");
        }
    }

    private void EmitGpu()
    {
        const string Device = "global::ILGPU.Runtime.Accelerator accelerator";
        const string Values = "global::System.ReadOnlySpan<global::ILGPU.ArrayView<float>>";
        EmitKernels("GpuKernels", "global::SsnGen.Gpu.GpuSsnKernel<float>");
        if (model.HalfStorage)
        {
            EmitKernels("GpuHalfKernels", "global::SsnGen.Gpu.GpuSsnKernel<global::ILGPU.Half>");
        }

        if (_taken.Contains("GpuNetwork"))
        {
            return;
        }

        using (w.Open("public sealed class GpuNetwork : global::SsnGen.Gpu.Networks.GpuNetwork"))
        {
            w.Line($"private GpuNetwork() : base(null!, null!, null) => {Throws};");
            w.Line($"public static GpuNetwork Load({Device}, string path, {LoadOptions}) => {Throws};");
            w.Line($"public static GpuNetwork Load({Device}, {Stream}, {LoadOptions}) => {Throws};");
            w.Line($"public static GpuNetwork Create({Device}, {Weights}) => {Throws};");
            w.Line($"public static GpuNetwork Create({Device}, {Weights}, global::SsnGen.Gpu.Networks.GpuBlas? blas) => {Throws};");
            w.Line($"protected override void RunLayers(global::ILGPU.Runtime.AcceleratorStream stream, {Values} inputs, {Values} outputs, int samples) => {Throws};");
        }
    }

    // One property per layer, as far as the names are known without shapes.
    private void EmitKernels(string name, string type)
    {
        if (_taken.Contains(name))
        {
            return;
        }

        using (w.Open("public static class " + name))
        {
            foreach (var layer in NormalizedLayers(model.Members, "", []).Take(MostNames).Distinct().Except(_ofObject.Append(name)))
            {
                w.Line($"public static {type} {KernelsEmitter.Property(layer)} => {Throws};");
            }
        }
    }

    private HashSet<string> FindNormalized()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        int count;
        do
        {
            count = found.Count;
            found.UnionWith(model.Blocks
                .Where(b => b.Members.Any(m => m.Facets.Any(static f => f is SsnFacet) || (m.Block is { } inner && found.Contains(inner.FullName))))
                .Select(static b => b.FullName)
                .ToArray());
        }
        while (found.Count > count);

        return found;
    }

    private IEnumerable<string> NormalizedLayers(EquatableArray<MemberDefinition> members, string prefix, string[] open)
    {
        foreach (var member in members.Where(static m => SyntaxFacts.IsValidIdentifier(m.Name)))
        {
            if (member.Facets.Any(static f => f is SsnFacet))
            {
                yield return prefix + member.Name;
                if (member.HasShortcut && prefix.Length > 0)
                {
                    yield return prefix + "Shortcut";
                }
            }

            if (member.Block is { } reference
                && !open.Contains(reference.FullName)
                && model.Blocks.FirstOrDefault(b => b.FullName == reference.FullName) is { } block
                && Normalized.Contains(block.FullName))
            {
                var count = member.Facets.OfType<RepeatFacet>().FirstOrDefault()?.Count ?? 1;
                for (var i = 0; i < Math.Min(count, MostNames); i++)
                {
                    foreach (var name in NormalizedLayers(block.Members, $"{prefix}{member.Name}_{Literal.Of(i)}_", [.. open, reference.FullName]))
                    {
                        yield return name;
                    }
                }
            }
        }
    }
}
