using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;
using SsnGen.Inference;

namespace SsnGen.Generator.Emission;

/// <summary>Emits the description of a network: its layers as values, and the properties that declare them.</summary>
internal static class LayersEmitter
{
    public static void Emit(SourceWriter w, ModelPlan plan, ModelPlan evaluated, InferencePlan? inference, EquatableArray<SizePlan> sizes)
    {
        var ends = new NetworkEnds(evaluated);
        EmittedFile.Head(w, plan.Namespace, plan.Warnings);
        w.Remarks($"The network {plan.Name}: {evaluated.Layers.Length} layers, {NetworkEnds.Shapes(ends.Inputs)} in, {NetworkEnds.Shapes(ends.Outputs)} out.");
        using (w.Open(plan.Modifiers + " class " + plan.CodeName))
        {
            Layers(w, plan);
            if (sizes.Length > 0)
            {
                w.Line();
                SizesEmitter.EmitGraph(w, plan, sizes);
            }

            w.Line();
            SummaryEmitter.Emit(w, plan, inference, sizes);

            foreach (var member in plan.Members)
            {
                w.Line();
                Member(w, member);
            }

            w.Line();
            Describe(w, plan, evaluated);
        }
    }

    /// <summary>Emits the description of a network for pictures of another size.</summary>
    public static void EmitSized(SourceWriter w, SizePlan size)
    {
        var (plan, ends) = (size.Model, new NetworkEnds(size.Evaluated));
        EmittedFile.Head(w, plan.Namespace, plan.Warnings);
        using (w.Open("partial class " + plan.CodeName))
        {
            w.Summary($"The network for pictures of {size.Words}: {NetworkEnds.Shapes(ends.Inputs)} in, {NetworkEnds.Shapes(ends.Outputs)} out.");
            using var type = w.Open($"private static partial class {EmittedMembers.Sized(size.Words)}");
            Lists(w);
            w.Line();
            EmittedFile.Mark(w);
            w.Line("public static global::SsnGen.NetworkGraph Graph { get; } = DescribeGraph();");
            w.Line();
            Describe(w, plan, size.Evaluated);
        }
    }

    private static void Lists(SourceWriter w)
    {
        w.Line($"private static readonly global::SsnGen.NetworkInput[] InputList = global::SsnGen.Inference.Contract.Require({Literal.Of(Contract.Number)}, DescribeInputs);");
        w.Line();
        w.Line("private static readonly global::SsnGen.Layer[] LayerList = DescribeLayers();");
    }

    private static void Layers(SourceWriter w, ModelPlan plan)
    {
        w.Summary("The fingerprint of the selection that this network was compiled for. Weight files carry it.");
        w.Line($"public const string SelectionHash = {Literal.Of(plan.SelectionHash)};");
        w.Line();
        Lists(w);
        foreach (var stage in plan.Members.OfType<StageMemberPlan>())
        {
            w.Line();
            w.Line($"private static readonly global::SsnGen.Stage<{stage.BlockType}> {EmittedMembers.BlocksOf(stage.Name)} = {Stage(stage)};");
        }

        w.Line();
        w.Summary("The network as a graph of values: its inputs, its layers, what it returns.");
        EmittedFile.Mark(w);
        w.Line("public static global::SsnGen.NetworkGraph Graph { get; } = DescribeGraph();");
        if (plan.HasMoreInTraining)
        {
            w.Line();
            w.Summary("The network as it is trained: with the outputs, and the layers, that only training needs.");
            EmittedFile.Mark(w);
            w.Line("public static global::SsnGen.NetworkGraph TrainingGraph { get; } = DescribeTrainingGraph();");
        }

        w.Line();
        w.Summary("Each layer, in the order of execution; stages and blocks are expanded.");
        EmittedFile.Mark(w);
        w.Line("public static global::System.Collections.Generic.IReadOnlyList<global::SsnGen.Layer> Layers => Graph.Layers;");
    }

    private static void Member(SourceWriter w, MemberPlan member)
    {
        switch (member)
        {
            case LayerMemberPlan layer:
                w.Line($"{member.Modifiers} global::SsnGen.Layer {Identifier.Of(member.Name)} => LayerList[{layer.Layer}];");
                break;
            case InputMemberPlan input:
                w.Line($"{member.Modifiers} global::SsnGen.NetworkInput {Identifier.Of(member.Name)} => InputList[{Literal.Of(input.Input)}];");
                break;
            case StageMemberPlan stage:
                w.Line($"{member.Modifiers} global::SsnGen.Stage<{stage.BlockType}> {Identifier.Of(member.Name)} => {EmittedMembers.BlocksOf(member.Name)};");
                break;
            default:
                throw new InvalidOperationException($"No emission for {member}.");
        }
    }

    private static string Stage(StageMemberPlan stage) =>
        $"new global::SsnGen.Stage<{stage.BlockType}>([{string.Join(", ", stage.Blocks.Select(b => Block(stage.BlockType, b)))}])";

    private static string Block(string type, ExpandedBlock block)
    {
        var arguments = block.Members.Select(static m => m switch
        {
            LayerMemberPlan layer => $"LayerList[{layer.Layer}]",
            StageMemberPlan stage => Stage(stage),
            _ => throw new InvalidOperationException(m.ToString()),
        });
        if (block.Projection is { } projection)
        {
            arguments = arguments.Append($"LayerList[{projection}]");
        }

        return $"new {type}({string.Join(", ", arguments)})";
    }

    // In methods of their own, which are compiled once it is known that this library serves them.
    private static void Describe(SourceWriter w, ModelPlan plan, ModelPlan evaluated)
    {
        EmittedFile.Mark(w);
        w.Line("private static global::SsnGen.NetworkInput[] DescribeInputs() =>");
        using (w.Indent())
        {
            w.Line($"[{string.Join(", ", plan.Inputs.Select(static i => $"new({Literal.Of(i.Name)}, {Shape(i.Shape)}){Pixels(i)}"))}];");
        }

        w.Line();
        DescribeGraph(w, "DescribeGraph", evaluated);
        if (plan.HasMoreInTraining && plan.Size.Length == 0)
        {
            w.Line();
            DescribeGraph(w, "DescribeTrainingGraph", plan);
        }

        w.Line();
        EmittedFile.Mark(w);
        using (w.Open("private static global::SsnGen.Layer[] DescribeLayers()"))
        {
            w.Line($"global::SsnGen.Layer[] layers = new global::SsnGen.Layer[{plan.Layers.Length}];");
            foreach (var layer in plan.Layers)
            {
                using (w.Open($"layers[{layer.Index}] = new global::SsnGen.Layer", ";"))
                {
                    foreach (var (name, value) in Properties(plan, layer))
                    {
                        w.Line($"{name} = {value},");
                    }
                }
            }

            w.Line("return layers;");
        }
    }

    private static void DescribeGraph(SourceWriter w, string method, ModelPlan plan)
    {
        EmittedFile.Mark(w);
        w.Line($"private static global::SsnGen.NetworkGraph {method}() =>");
        using var body = w.Indent();
        var layers = plan.IsLeftOfTraining ? $"[{string.Join(", ", plan.Layers.Select(static l => $"LayerList[{l.Declared}]"))}]" : "LayerList";
        w.Line($"new(InputList, {layers}, [{string.Join(", ", plan.Outputs.Select(o => $"new({Literal.Of(o.Name)}, LayerList[{plan.LayerOf(o.Value)!.Declared}])"))}]);");
    }

    private static IEnumerable<(string Name, string Value)> Properties(ModelPlan plan, LayerPlan layer)
    {
        yield return ("Path", Literal.Of(layer.Path));
        yield return ("Sources", $"[{string.Join(", ", layer.Sources.Select(v => Value(plan, v)))}]");
        yield return ("Output", Shape(layer.Output));
        yield return ("Producer", Code(layer.Producer));
        if (layer.Normalization is { } normalization)
        {
            yield return ("Normalization", Normalization(normalization));
        }

        if (layer.Tail.Steps.Length > 0)
        {
            yield return ("Tail", $"[{string.Join(", ", layer.Tail.Steps.Select(s => Step(plan, s)))}]");
        }

        if (layer.Dropout > 0)
        {
            yield return ("Dropout", Literal.Of(layer.Dropout));
        }
    }

    private static string Value(ModelPlan plan, int value) => plan.LayerOf(value) is { } layer ? $"layers[{layer.Index}]" : $"InputList[{value}]";

    private static string Step(ModelPlan plan, TailStep step) => step switch
    {
        TailStep.Add add => $"new global::SsnGen.TailStep.Add({Value(plan, add.Value)})",
        TailStep.Multiply multiply => $"new global::SsnGen.TailStep.Multiply({Value(plan, multiply.Value)})",
        TailStep.Activate a => $"new global::SsnGen.TailStep.Activate({a.Activation.Code})",
        _ => throw new InvalidOperationException($"There is no description of {step}."),
    };

    private static string Pixels(InputPlan input) =>
        input.Pixels is { } p ? $" {{ Pixels = new([{string.Join(", ", p.Mean.Select(Literal.Of))}], [{string.Join(", ", p.Scale.Select(Literal.Of))}]) }}" : "";

    private static string Shape(Shape shape) => $"new global::SsnGen.Shape({ShapeText.Axes(shape)})";

    private static string Code(Producer producer) =>
        $"new global::SsnGen.Producer.{producer.GetType().Name}({string.Join(", ", producer.Arguments.Select(Argument))})";

    private static string Argument(object value) => value switch
    {
        int number => Literal.Of(number),
        bool flag => Literal.Of(flag),
        Window window => WindowText.New(window),
        _ => throw new NotSupportedException("There is no literal of " + value.GetType().Name + "."),
    };

    private static string Normalization(NormalizationPlan n)
    {
        var omega = string.Join(", ", n.Omega.Select(static o => "global::SsnGen.Normalizer." + o));
        var selection = n.Selection is { } s
            ? $", Selection = new global::SsnGen.Selection(global::SsnGen.Normalizer.{s.Mean}, global::SsnGen.Normalizer.{s.Variance})"
            : "";
        return "new global::SsnGen.Normalization { Normalizers = [" + omega + "]"
            + (n.Omega.Contains(Normalizer.Group) ? $", Groups = {n.Groups}" : "")
            + (n.SharedRatios ? ", SharedRatios = true" : "")
            + (n.Gate == Gate.SparsestMax ? "" : $", Gate = global::SsnGen.Gate.{n.Gate}")
            + $", Epsilon = {Literal.Of(n.Epsilon)}, Momentum = {Literal.Of(n.Momentum)}"
            + (n.ZeroGamma ? ", ZeroGamma = true" : "")
            + (n.Bessel ? ", Bessel = true" : "")
            + (n.IsRunningVarianceUnbiased ? ", IsRunningVarianceUnbiased = true" : "")
            + selection
            + " }";
    }
}
