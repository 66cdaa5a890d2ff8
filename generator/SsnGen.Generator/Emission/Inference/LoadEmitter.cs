using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits how a network is made from weights.</summary>
internal static class LoadEmitter
{
    /// <summary>What is said of <c>Load</c> and of its options, whatever the network runs on.</summary>
    internal const string LoadSummary = "Loads the network, checking that the weights are its own: of its model and the selection that it was compiled for, complete, and finite.";
    internal const string OptionsParameter = "/// <param name=\"options\">What the checks waive and which tensors are loaded; null for nothing, and for all.</param>";
    internal const string LoadExceptions =
        "/// <exception cref=\"global::SsnGen.Files.WeightsException\">The weights cannot be read, are damaged, belong to another model or selection, or a tensor is missing, not the network's, of another shape or not finite.</exception>";

    /// <summary>What is said of <c>Create</c>.</summary>
    internal const string CreateSummary = "Makes the network from weights in memory, whatever model and selection they were trained for.";
    internal const string CreateExceptions =
        "/// <exception cref=\"global::SsnGen.Files.WeightsException\">A tensor is missing, not the network's, of another shape or not finite.</exception>";

    private const string Weights = "global::SsnGen.Networks.NetworkWeights";
    private const string Options = "global::SsnGen.Networks.LoadOptions";

    public static void Emit(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        EmitConstructor(w, names, plan);
        w.Line();
        EmitWays(w, plan.Model);
    }

    /// <summary>Emits <c>Load</c> and <c>Create</c>.</summary>
    internal static void EmitWays(SourceWriter w, ModelPlan model)
    {
        EmitLoad(w, model, "string path", "path", "The path of a safetensors file.");
        w.Line();
        EmitLoad(w, model, "global::System.IO.Stream stream", "stream", "A stream in the safetensors format, read to its end and left open.");
        w.Line();
        w.Summary(CreateSummary);
        w.Line("/// <param name=\"weights\">The weights; they are copied.</param>");
        w.Line("/// <returns>The network, ready to run.</returns>");
        w.Line(CreateExceptions);
        using (w.Open($"public static {model.FullCodeName} Create({Weights} weights)"))
        {
            w.Line("global::System.ArgumentNullException.ThrowIfNull(weights);");
            w.Line("weights.CheckForEvaluation(Layers);");
            w.Line($"return new {model.FullCodeName}(weights);");
        }
    }

    private static void EmitLoad(SourceWriter w, ModelPlan model, string parameter, string name, string description)
    {
        w.Summary(LoadSummary);
        w.Line($"/// <param name=\"{name}\">{description}</param>");
        w.Line(OptionsParameter);
        w.Line("/// <returns>The network, ready to run.</returns>");
        w.Line(LoadExceptions);
        using (w.Open($"public static {model.FullCodeName} Load({parameter}, {Options}? options = null)"))
        {
            EmitChecked(w, model, name);
            w.Line($"return new {model.FullCodeName}(weights);");
        }
    }

    /// <summary>Emits how <c>weights</c> are loaded and checked.</summary>
    internal static void EmitChecked(SourceWriter w, ModelPlan model, string name)
    {
        w.Line($"{Weights} weights = {Weights}.Load({name}, options: options);");
        w.Line($"weights.CheckForEvaluation(Layers, {Literal.Of(model.FullName)}, {Literal.Of(model.SelectionHash)}, options);");
    }

    private static void EmitConstructor(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        using (w.Open($"private {plan.Model.CodeName}({Weights} weights)"))
        {
            w.Line($"_workspaces = new(() => new {names.Workspace}(this));");
            if (plan.ParametersLength > 0)
            {
                w.Line("global::System.Span<float> parameters = _parameters.Span;");
            }

            foreach (var step in plan.Steps)
            {
                if (step.Convolution is { } conv)
                {
                    EmitConvolution(w, step, conv);
                }

                EmitNormalization(w, step);
            }
        }
    }

    private static void EmitConvolution(SourceWriter w, StepPlan step, ConvolutionPlan conv)
    {
        var layer = step.Layer;
        var weights = layer.Producer.Weights(layer.Input)!;
        using (w.Open("new global::SsnGen.Inference.ConvolutionPacking", $".Pack(weights, {Slice(conv.WeightsOffset, conv.WeightsLength)}, {Slice(conv.BiasOffset, 16 * step.Output.Blocks)});"))
        {
            w.Line($"Path = {Literal.Of(weights.Prefix(layer.Path))},");
            w.Line($"Shape = [{string.Join(", ", weights.Shape)}],");
            w.Line($"GroupInputs = {layer.Input.Channels / conv.Groups},");
            w.Line($"Groups = {conv.Groups},");
            w.Line($"HasBias = {(conv.HasBias ? "true" : "false")},");
            w.Line(conv.IsDepthwise ? "IsDepthwise = true," : $"InputChannels = {conv.InputChannels},");
            w.Line($"InputBlocks = {conv.InputBlocks},");
            w.Line(conv.IsGrouped
                ? $"FirstInputBlock = [{string.Join(", ", conv.FirstInputBlock)}],"
                : $"FirstInputBlock = new int[{conv.Units}],");
            w.Line($"UnitBlocks = {conv.UnitBlocks},");
            if (conv.Winograd is not null)
            {
                w.Line("IsWinograd = true,");
            }

            if (step.Normalization.Scope == CollapseScope.Folded)
            {
                using (w.Open("Folded = new()", ","))
                {
                    EmitNormalizationMembers(w, step.Layer, step.Normalization);
                }
            }
        }
    }

    private static void EmitNormalization(SourceWriter w, StepPlan step)
    {
        var plan = step.Normalization;
        if (plan.ParametersLength == 0)
        {
            return;
        }

        var slice = Slice(plan.ParametersOffset, plan.ParametersLength);
        var pack = plan.Scope == CollapseScope.Affine
            ? $".PackAffine(weights, {slice});"
            : $".Pack(weights, global::System.Runtime.InteropServices.MemoryMarshal.Cast<float, double>({slice}));";
        using (w.Open("new global::SsnGen.Inference.NormalizationPacking", pack))
        {
            EmitNormalizationMembers(w, step.Layer, plan);
        }
    }

    /// <summary>Emits what describes a normalization and the names of its weights.</summary>
    internal static void EmitNormalizationMembers(SourceWriter w, LayerPlan layer, CollapsePlan plan)
    {
        w.Line($"Path = {Literal.Of(layer.Path + ".norm")},");
        w.Line($"Channels = {layer.Output.Channels},");
        w.Line($"Normalizers = [{string.Join(", ", plan.Omega.Select(Name))}],");
        if (layer.Normalization?.Selection is { } selection)
        {
            w.Line($"Selection = new({Name(selection.Mean)}, {Name(selection.Variance)}),");
        }

        if (plan.IsMixture)
        {
            w.Line($"SharedRatios = {(plan.SharedRatios ? "true" : "false")},");
            w.Line($"Gate = global::SsnGen.Gate.{plan.Gate},");
        }

        w.Line($"Epsilon = {Literal.Of(plan.Epsilon)},");
    }

    private static string Name(Normalizer normalizer) => "global::SsnGen.Normalizer." + normalizer;

    private static string Slice(long offset, long length) => $"parameters.Slice({offset}, {length})";
}
