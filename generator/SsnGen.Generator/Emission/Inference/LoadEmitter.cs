using SsnGen.Generator.Definitions;
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
    private const string Buffer = "global::SsnGen.Buffers.NativeBuffer<float>";
    private const string Runner = "global::SsnGen.Inference.NetworkRunner";
    private const string Options = "global::SsnGen.Networks.LoadOptions";

    public static void Emit(SourceWriter w, EmissionNames names, InferencePlan plan, EquatableArray<SizePlan> sizes)
    {
        EmitConstructor(w, names, plan, sizes);
        w.Line();
        EmitWays(w, plan.Model);
    }

    /// <summary>Emits how the network of another size is made from weights, or from the parameters of the network's own.</summary>
    public static void EmitSized(SourceWriter w, EmissionNames names, InferencePlan plan, bool sharesParameters)
    {
        EmittedFile.Mark(w);
        using (w.Open($"public static {Runner} Create({(sharesParameters ? Buffer + " packed" : Weights + " weights")})"))
        {
            if (!sharesParameters)
            {
                EmitPacking(w, names, plan);
            }

            w.Line($"return new {Runner}({names.FullSteps}.Program, packed);");
        }
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
        EmittedFile.Mark(w);
        using (w.Open($"public static {model.FullCodeName} Create({Weights} weights)"))
        {
            w.Line("global::System.ArgumentNullException.ThrowIfNull(weights);");
            w.Line($"weights.CheckForEvaluation(Layers{Trained(model)});");
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
        EmittedFile.Mark(w);
        using (w.Open($"public static {model.FullCodeName} Load({parameter}, {Options}? options = null)"))
        {
            EmitChecked(w, model, name);
            w.Line($"return new {model.FullCodeName}(weights);");
        }
    }

    /// <summary>The last argument of a check: all layers, of whose weights those that only training needs may be there.</summary>
    public static string Trained(ModelPlan model) => model.IsLeftOfTraining ? ", trained: LayerList" : "";

    /// <summary>Emits how <c>weights</c> are loaded and checked.</summary>
    internal static void EmitChecked(SourceWriter w, ModelPlan model, string name)
    {
        w.Line($"{Weights} weights = {Weights}.Load({name}, options: options);");
        w.Line($"weights.CheckForEvaluation(Layers, {Literal.Of(model.FullName)}, {Literal.Of(model.SelectionHash)}, options{Trained(model)});");
    }

    private static void EmitConstructor(SourceWriter w, EmissionNames names, InferencePlan plan, EquatableArray<SizePlan> sizes)
    {
        EmittedFile.Mark(w);
        using (w.Open($"private {plan.Model.CodeName}({Weights} weights)"))
        {
            EmitPacking(w, names, plan);
            w.Line($"_network = new {Runner}({names.FullSteps}.Program, packed);");
            foreach (var size in sizes)
            {
                w.Line($"_network{size.Words} = {EmittedMembers.Sized(size.Words)}.Create({(size.SharesParameters ? "packed" : "weights")});");
            }
        }
    }

    // Declares the parameters, packed.
    private static void EmitPacking(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        w.Line($"{Buffer} packed = new({plan.ParametersLength}, zeroed: true);");
        if (plan.ParametersLength > 0)
        {
            w.Line("global::System.Span<float> parameters = packed.Span;");
        }

        foreach (var step in plan.Steps)
        {
            if (step.Convolution is { } conv)
            {
                w.Line($"global::SsnGen.Inference.ConvolutionPacking.Pack(");
                using var arguments = w.Indent();
                w.Line($"LayerList[{step.Layer.Declared}], weights, {Layout(conv)}, folds: {Literal.Of(step.Normalization.Scope == CollapseScope.Folded)},");
                w.Line($"{Slice(names, EmissionNames.Weights(step.Layer), conv.WeightsLength)}, {Slice(names, EmissionNames.Bias(step.Layer), 16 * step.Output.Blocks)});");
            }

            if (step.Layer.HasSlopes)
            {
                w.Line($"global::SsnGen.Inference.SlopePacking.Pack(LayerList[{step.Layer.Declared}], weights, {Slice(names, EmissionNames.Slopes(step.Layer), StepPlan.SlopesLength(step.Layer))});");
            }

            if (step.Normalization.ParametersLength > 0)
            {
                var pack = step.Normalization.Scope == CollapseScope.Affine ? "PackAffine" : "Pack";
                w.Line($"{Normalization(step.Layer)}.{pack}({Slice(names, EmissionNames.Norm(step.Layer), step.Normalization.ParametersLength)});");
            }
        }
    }

    /// <summary>The expression of what is left of a layer's normalization.</summary>
    internal static string Normalization(LayerPlan layer) => $"new global::SsnGen.Inference.CollapsedNormalization(LayerList[{layer.Declared}], weights)";

    private static string Layout(ConvolutionPlan conv)
    {
        var rest = new List<string>();
        if (conv.IsDepthwise)
        {
            rest.Add("IsDepthwise = true");
        }
        else if (conv.InputChannels != InferencePlan.Block)
        {
            rest.Add($"InputChannels = {conv.InputChannels}");
        }

        if (conv.IsGrouped)
        {
            rest.Add($"FirstInputBlock = [{string.Join(", ", conv.FirstInputBlock)}]");
        }

        if (conv.Winograd is not null)
        {
            rest.Add("IsWinograd = true");
        }

        return $"new(InputBlocks: {conv.InputBlocks}, UnitBlocks: {conv.UnitBlocks})" + (rest.Count == 0 ? "" : $" {{ {string.Join(", ", rest)} }}");
    }

    private static string Slice(EmissionNames names, string offset, long length) => $"parameters.Slice({names.FullSteps}.{offset}, {length})";
}
