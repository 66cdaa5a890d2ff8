using SsnGen.Generator.Emission.Inference;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network;

/// <summary>Emits the fields of a network on a device, and how it is made from weights.</summary>
internal static class GpuLoadEmitter
{
    private const string Weights = "global::SsnGen.Networks.NetworkWeights";
    private const string Device = "global::ILGPU.Runtime.Accelerator";
    private const string Blas = "global::SsnGen.Gpu.Networks.GpuBlas";
    private const string Options = "global::SsnGen.Networks.LoadOptions";

    public static void Emit(SourceWriter w, GpuPlan plan)
    {
        EmitFields(w, plan);
        w.Line();
        EmitConstructor(w, plan);
        w.Line();
        EmitLoad(w, plan.Model, "string path", "path", "The path of a safetensors file.");
        w.Line();
        EmitLoad(w, plan.Model, "global::System.IO.Stream stream", "stream", "A stream in the safetensors format, read to its end and left open.");
        w.Line();
        EmitCreate(w, plan.Model);
    }

    /// <summary>The field of a convolution.</summary>
    public static string Convolution(GpuStep step) => "_convolve" + step.Layer.Identifier;

    /// <summary>The field of values that are computed without weights, of one of the tensors that are read.</summary>
    public static string Values(GpuStep step, int source) => "_compute" + EmissionNames.Number(step.Values.Length, source) + step.Layer.Identifier;

    /// <summary>The field of a normalization by moments.</summary>
    public static string Normalization(GpuStep step) => "_normalize" + step.Layer.Identifier;

    private static void EmitFields(SourceWriter w, GpuPlan plan)
    {
        foreach (var step in plan.Steps)
        {
            if (step.Convolution is not null)
            {
                w.Line($"private readonly global::SsnGen.Gpu.Networks.GpuConvolution {Convolution(step)};");
            }

            for (var i = 0; i < step.Values.Length; i++)
            {
                w.Line($"private readonly global::SsnGen.Gpu.Networks.GpuValuesLayer {Values(step, i)};");
            }

            if (step.EndsNormalized)
            {
                w.Line($"private readonly global::SsnGen.Gpu.Networks.GpuNormalization {Normalization(step)};");
            }
        }
    }

    private static void EmitConstructor(SourceWriter w, GpuPlan plan)
    {
        w.Line($"private {GpuNetworkEmitter.ClassName}({Device} accelerator, {Weights} weights, {Blas}? blas)");
        using (w.Indent())
        {
            using (w.Open(": base(accelerator, new()", ", blas)"))
            {
                var model = plan.Model;
                w.Line($"Inputs = [{Ends(model.Inputs.Select(i => (model.Inputs.Length == 1 ? "images" : i.Name, i.Shape)))}],");
                w.Line($"Outputs = [{Ends(model.Outputs.Select(o => (model.Outputs.Length == 1 ? "outputs" : o.Name, model.LayerOf(o.Value)!.Output)))}],");
                w.Line($"ArenaLength = {Literal.Of(plan.ArenaLength)},");
                w.Line($"MostSamples = {Literal.Of(plan.MostSamples)},");
            }
        }

        using var body = w.Open(null);
        using (w.Open("try"))
        {
            foreach (var step in plan.Steps)
            {
                EmitStep(w, step);
            }
        }

        using (w.Open("catch"))
        {
            w.Line("Dispose();\nthrow;");
        }
    }

    private static void EmitStep(SourceWriter w, GpuStep step)
    {
        if (step.Convolution is { } convolution)
        {
            EmitConvolution(w, step, convolution);
        }

        for (var i = 0; i < step.Values.Length; i++)
        {
            var parameters = step.Collapse.Scope == CollapseScope.Affine ? ", " + LoadEmitter.Normalization(step.Layer)
                : step.Layer.HasSlopes ? $", LayerList[{step.Layer.Declared}], weights"
                : "";
            w.Line($"{Values(step, i)} = Values({ValuesKernel(step.Values[i])}{parameters});");
        }

        if (step.EndsNormalized)
        {
            w.Line($"{Normalization(step)} = Normalization(GpuKernels.{KernelsEmitter.Property(step.Layer.Identifier)}, {LoadEmitter.Normalization(step.Layer)});");
        }
    }

    private static void EmitConvolution(SourceWriter w, GpuStep step, GpuConvolutionPlan plan)
    {
        var (layer, tile) = (step.Layer, plan.Tile);
        w.Line($"{Convolution(step)} = Convolution(");
        using var arguments = w.Indent();
        w.Line($"global::SsnGen.Inference.FoldedWeights.Read(LayerList[{layer.Declared}], weights, folds: {Literal.Of(step.Collapse.Scope == CollapseScope.Folded)}),");
        var end = plan.Columns is null ? ");" : ",";
        w.Line($"new({KernelText.Name(tile)}, {Literal.Of(tile.Items)}, {Literal.Of(tile.Channels)}{(tile.Groups > 1 ? ", " + Literal.Of(tile.Groups) : "")}){end}");
        if (plan.Columns is { } columns)
        {
            EmitColumns(w, columns);
        }
    }

    private static void EmitColumns(SourceWriter w, ColumnsPlan columns)
    {
        using var initializer = w.Open("new()", ");");
        if (columns.Unfold is { } unfold)
        {
            w.Line($"Unfold = {KernelText.Name(unfold)},");
            w.Line($"UnfoldItems = {Literal.Of(unfold.Items)},");
        }

        w.Line($"Pixels = {Literal.Of(columns.Pixels)},");
        w.Line($"Samples = {Literal.Of(columns.Samples)},");
        if (columns.Finish is { } finish)
        {
            w.Line($"Finish = {ValuesKernel(finish)},");
        }
    }

    private static string ValuesKernel(DeviceKernel kernel) =>
        $"new({KernelText.Name(kernel)}, {Literal.Of(kernel.Items)})";

    private static string Ends(IEnumerable<(string Name, Shape Shape)> ends) => string.Join(", ", ends.Select(static e => $"new({Literal.Of(e.Name)}, {ShapeText.New(e.Shape)})"));

    private static void EmitLoad(SourceWriter w, ModelPlan model, string parameter, string name, string description)
    {
        w.Summary(LoadEmitter.LoadSummary);
        w.Line("/// <param name=\"accelerator\">The device; the network must be disposed before it.</param>");
        w.Line($"/// <param name=\"{name}\">{description}</param>");
        w.Line(LoadEmitter.OptionsParameter);
        w.Line("/// <returns>The network, ready to run.</returns>");
        w.Line(LoadEmitter.LoadExceptions);
        using (w.Open($"public static {GpuNetworkEmitter.ClassName} Load({Device} accelerator, {parameter}, {Options}? options = null)"))
        {
            LoadEmitter.EmitChecked(w, model, name);
            w.Line($"return new {GpuNetworkEmitter.ClassName}(accelerator, weights, {Blas}.TryCreate(accelerator));");
        }
    }

    private static void EmitCreate(SourceWriter w, ModelPlan model)
    {
        w.Summary(LoadEmitter.CreateSummary);
        EmitParameters();
        using (w.Open($"public static {GpuNetworkEmitter.ClassName} Create({Device} accelerator, {Weights} weights)"))
        {
            w.Line($"return Create(accelerator, weights, {Blas}.TryCreate(accelerator));");
        }

        w.Line();
        w.Summary("Makes the network with a given library for products of matrices, or with none: then emitted kernels compute all convolutions.");
        EmitParameters("/// <param name=\"blas\">The library, which is disposed with the network; or null.</param>");
        w.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Advanced)]");
        using (w.Open($"public static {GpuNetworkEmitter.ClassName} Create({Device} accelerator, {Weights} weights, {Blas}? blas)"))
        {
            w.Line("global::System.ArgumentNullException.ThrowIfNull(weights);");
            using (w.Open("try"))
            {
                w.Line($"weights.CheckForEvaluation(Layers{LoadEmitter.Trained(model)});");
            }

            using (w.Open("catch"))
            {
                w.Line("blas?.Dispose();\nthrow;");
            }

            w.Line();
            w.Line($"return new {GpuNetworkEmitter.ClassName}(accelerator, weights, blas);");
        }

        void EmitParameters(params string[] more)
        {
            w.Line("/// <param name=\"accelerator\">The device; the network must be disposed before it.</param>");
            w.Line("/// <param name=\"weights\">The weights; they are copied.</param>");
            foreach (var line in more)
            {
                w.Line(line);
            }

            w.Line("/// <returns>The network, ready to run.</returns>");
            w.Line(LoadEmitter.CreateExceptions);
        }
    }
}
