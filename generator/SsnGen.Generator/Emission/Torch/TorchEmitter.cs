using SsnGen.Generator.Emission.Torch.Producers;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Torch;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch;

/// <summary>Writes the training module of a network: a TorchSharp module over the emitted kernels.</summary>
internal static class TorchEmitter
{
    /// <summary>The functions of TorchSharp that emitted layers call.</summary>
    internal const string Functional = "global::TorchSharp.torch.nn.functional";

    /// <summary>The type of tensors.</summary>
    internal const string Tensor = "global::TorchSharp.torch.Tensor";

    /// <summary>Writes the part of the model's class that holds its nested class <c>Module</c>.</summary>
    public static void Emit(SourceWriter w, ModelPlan plan, ModulePlan module)
    {
        EmittedFile.Head(w, plan.Namespace, plan.Warnings);
        using (w.Open($"{plan.Modifiers} class {plan.CodeName}"))
        {
            w.Summary($"The network as a TorchSharp module, for training: {Inputs(plan)} to {Outputs(plan)}, float32.\n"
                + "Convolutions and fully connected layers are libtorch's; each normalization is fused with the residual and the activation around it.");
            Suppress(w, "Design", "CA1034", "A network's module belongs to the network.");
            Suppress(w, "Naming", "CA1716", "Module is PyTorch's word; as a nested type it is never used without the network's name.");
            Suppress(w, "Usage", "CA2213", "The base disposes the registered modules, which these fields are.");
            EmittedFile.Mark(w);
            using (w.Open("public sealed class Module : global::SsnGen.TorchSharp.SsnModule"))
            {
                EmitFields(w, plan);
                EmitConstructor(w, plan);
                w.Line();
                EmitForward(w, plan, module);
                w.Line();
                EmitInitializer(w);
            }
        }
    }

    private static void EmitFields(SourceWriter w, ModelPlan plan)
    {
        foreach (var layer in plan.Layers)
        {
            if (ProducerTorch.Of(layer.Producer)?.Module is { } module)
            {
                w.Line($"private readonly {module.Type(layer)} {module.Field(layer)};");
            }

            if (layer.Normalization is not null)
            {
                w.Line($"private readonly global::SsnGen.TorchSharp.SsnNorm _norm{layer.Identifier};");
            }
        }

        if (plan.Layers.Any(static l => l.Normalization is not null || ProducerTorch.Of(l.Producer)?.Module is not null))
        {
            w.Line();
        }
    }

    private static void EmitConstructor(SourceWriter w, ModelPlan plan)
    {
        w.Summary("Creates the module with freshly initialized parameters, drawn from libtorch's random number generator.");
        w.Line("public Module()");
        w.Line($"    : base({Literal.Of(plan.FullName)}, {plan.FullCodeName}.{(plan.HasMoreInTraining ? "TrainingGraph" : "Graph")})");
        using (w.Open(null))
        {
            w.Line($"global::System.Collections.Generic.IReadOnlyList<global::SsnGen.Layer> layers = {(plan.HasMoreInTraining ? "ModelLayers" : plan.FullCodeName + ".Layers")};");
            foreach (var layer in plan.Layers)
            {
                if (ProducerTorch.Of(layer.Producer)?.Module is { } module)
                {
                    w.Line($"{module.Field(layer)} = {module.Add(layer)}({Index(layer)});");
                }

                if (layer.Normalization is not null)
                {
                    w.Line($"_norm{layer.Identifier} = AddNormalization({Index(layer)}, {plan.FullCodeName}.Kernels.{KernelsEmitter.Property(layer.Identifier)});");
                }
            }
        }
    }

    private static void EmitForward(SourceWriter w, ModelPlan plan, ModulePlan module)
    {
        w.Line("/// <inheritdoc/>");
        w.Line("/// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>");
        using (w.Open($"public override {Tensor}[] ForwardAll(params {Tensor}[] inputs)"))
        {
            w.Line("using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);");
            w.Line("using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();");
            foreach (var step in module.Steps)
            {
                w.Line();
                new LayerForwardWriter(w, plan, step).Write();
                foreach (var released in step.Released)
                {
                    w.Line($"{LayerForwardWriter.Name(plan.Layers[released])}.Dispose();");
                }
            }

            w.Line();
            w.Line($"return [{string.Join(", ", plan.Outputs.Select(o => LayerForwardWriter.Name(plan.LayerOf(o.Value)!) + ".MoveToOuterDisposeScope()"))}];");
        }
    }

    // A program may touch TorchSharp before it creates a module; where the loading of libtorch needs help, it must be in place by then.
    private static void EmitInitializer(SourceWriter w)
    {
        w.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        Suppress(w, "Usage", "CA2255", "libtorch must be findable before TorchSharp is first touched.");
        w.Line("internal static void RegisterLibTorch() => global::SsnGen.TorchSharp.NativeLibTorch.Register();");
    }

    private static void Suppress(SourceWriter w, string category, string rule, string justification) =>
        w.Line($"[global::System.Diagnostics.CodeAnalysis.SuppressMessage({Literal.Of(category)}, {Literal.Of(rule)}, Justification = {Literal.Of(justification)})]");

    private static string Index(LayerPlan layer) => "layers[" + Literal.Of(layer.Index) + "]";

    private static string Inputs(ModelPlan plan) =>
        Ends(plan.Inputs.Select(static i => (i.Name, $"[N, {ShapeText.Axes(i.Shape)}]")));

    private static string Outputs(ModelPlan plan) =>
        Ends(plan.Outputs.Select(o => (o.Name, Layer: plan.LayerOf(o.Value)!)).Select(static o => (o.Name, $"[N, {Literal.Of(o.Layer.Output.Channels)}{Spatial(o.Layer)}]")));

    private static string Ends(IEnumerable<(string Name, string Shape)> ends)
    {
        var all = ends.ToArray();
        return all.Length == 1 ? all[0].Shape : string.Join(", ", all.Select(static e => $"{e.Name} {e.Shape}"));
    }

    private static string Spatial(LayerPlan layer) =>
        layer.Producer.IsFlat ? "" : string.Concat(layer.Output.Sides.Select(static s => ", " + Literal.Of(s)));
}
