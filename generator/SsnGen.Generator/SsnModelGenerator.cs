using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Emission;
using SsnGen.Generator.Emission.Gpu;
using SsnGen.Generator.Emission.Gpu.Network;
using SsnGen.Generator.Emission.Inference;
using SsnGen.Generator.Emission.Onnx;
using SsnGen.Generator.Emission.Torch;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator;

/// <summary>
/// Definition, plan, text: the pipeline and nothing else. Diagnostics are <see cref="SsnModelAnalyzer"/>'s.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SsnModelGenerator : IIncrementalGenerator
{
    /// <summary>The type by whose presence the generator knows that the compilation trains with TorchSharp.</summary>
    internal const string TorchMarker = "SsnGen.TorchSharp.SsnModule";

    /// <summary>The type by whose presence the generator knows that the compilation exports to ONNX.</summary>
    internal const string OnnxMarker = "SsnGen.Onnx.OnnxExport";

    /// <summary>The type by whose presence the generator knows that the compilation runs on graphics processors.</summary>
    internal const string GpuMarker = "SsnGen.Gpu.GpuSsnKernel`1";

    /// <summary>Names of the pipeline's steps, for tests of its caching.</summary>
    internal const string DefinitionStep = "Definition";
    internal const string PlanStep = "Plan";
    internal const string BlockStep = "Block";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var trains = context.CompilationProvider.Select(static (c, _) => c.GetTypeByMetadataName(TorchMarker) is not null);
        var exports = context.CompilationProvider.Select(static (c, _) => c.GetTypeByMetadataName(OnnxMarker) is not null);
        var runsOnGpu = context.CompilationProvider.Select(static (c, _) => c.GetTypeByMetadataName(GpuMarker) is not null);
        var definitions = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                DefinitionReader.ModelAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (c, cancellation) => DefinitionReader.ReadModel((INamedTypeSymbol)c.TargetSymbol, cancellation))
            .WithTrackingName(DefinitionStep);
        var plans = definitions
            .Select(static (definition, cancellation) => new Planned(definition, ModelPlanner.Plan(definition, cancellation).Plan))
            .WithTrackingName(PlanStep);
        context.RegisterSourceOutput(plans, static (c, planned) => EmitModel(c, planned));
        context.RegisterSourceOutput(plans.Combine(trains), static (c, pair) => EmitWhere(
            c, pair.Left.Plan, pair.Right && pair.Left.Plan is { RunsOnCpu: true }, "Module", TorchEmitter.Emit));
        context.RegisterSourceOutput(plans.Combine(exports), static (c, pair) => EmitWhere(c, pair.Left.Plan, pair.Right, "Onnx", OnnxEmitter.Emit));
        context.RegisterSourceOutput(plans.Combine(runsOnGpu), static (c, pair) =>
        {
            var plan = pair.Left.Plan;
            var runs = pair.Right && plan is { RunsOnGpu: true };
            EmitWhere(c, plan, runs && plan is { Kernels.Length: > 0 }, "GpuKernels", GpuKernelsEmitter.Emit);
            EmitWhere(c, plan, runs && plan is { Kernels.Length: > 0, HalfStorage: true }, "GpuHalfKernels", GpuKernelsEmitter.EmitHalf);
            EmitWhere(c, plan, runs, "GpuNetwork", GpuNetworkEmitter.Emit);
        });

        var blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                DefinitionReader.BlockAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (c, _) => DefinitionReader.ReadBlock((INamedTypeSymbol)c.TargetSymbol))
            .WithTrackingName(BlockStep);
        context.RegisterSourceOutput(blocks, static (c, block) => EmitBlock(c, block));
    }

    private static void EmitModel(SourceProductionContext context, Planned planned)
    {
        if (planned.Plan is not { } plan)
        {
            var definition = planned.Definition;
            EmitBroken(context, definition.Namespace, definition.Name, definition.Modifiers, definition.Form, definition.Members);
            return;
        }

        Add(context, plan, "", LayersEmitter.Emit);
        if (plan.Kernels.Length > 0)
        {
            Add(context, plan, "Kernels", KernelsEmitter.Emit);
        }

        if (plan.RunsOnCpu)
        {
            Add(context, plan, "Inference", InferenceEmitter.Emit);
        }
    }

    private static void EmitWhere(SourceProductionContext context, ModelPlan? plan, bool isWanted, string part, Action<SourceWriter, ModelPlan> emit)
    {
        if (plan is not null && isWanted)
        {
            Add(context, plan, part, emit);
        }
    }

    private static void EmitBlock(SourceProductionContext context, BlockDefinition block)
    {
        var findings = new Findings();
        TypeChecks.Check(block, findings);
        if (findings.HasErrors)
        {
            EmitBroken(context, block.Namespace, block.Name, block.Modifiers, block.Form, block.Members);
            return;
        }

        var writer = new SourceWriter();
        BlockEmitter.Emit(writer, block);
        context.AddSource(EmittedFile.HintName(block.Namespace, block.Name, ""), writer.ToSourceText());
    }

    private static void EmitBroken(
        SourceProductionContext context,
        string space,
        string name,
        string modifiers,
        TypeForm form,
        EquatableArray<MemberDefinition> members)
    {
        if (form == TypeForm.Supported)
        {
            var writer = new SourceWriter();
            BrokenModelEmitter.Emit(writer, space, name, modifiers, members);
            context.AddSource(EmittedFile.HintName(space, name, ""), writer.ToSourceText());
        }
    }

    private static void Add(SourceProductionContext context, ModelPlan plan, string part, Action<SourceWriter, ModelPlan> emit)
    {
        var writer = new SourceWriter();
        emit(writer, plan);
        context.AddSource(EmittedFile.HintName(plan.Namespace, plan.Name, part), writer.ToSourceText());
    }

    private sealed record Planned(ModelDefinition Definition, ModelPlan? Plan);
}
