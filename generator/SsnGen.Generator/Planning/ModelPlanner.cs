using System.Threading;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Rewrites;

namespace SsnGen.Generator.Planning;

/// <summary>From a definition to a plan: expansion, shapes, selection, specializations.</summary>
internal static class ModelPlanner
{
    /// <summary>Plans a model. The plan is null where a finding, or what the compiler says itself, is an error.</summary>
    public static PlanningResult Plan(ModelDefinition model, CancellationToken cancellation) => Plan(model, size: "", cancellation);

    private static PlanningResult Plan(ModelDefinition model, string size, CancellationToken cancellation)
    {
        var findings = new Findings();
        ClassChecks.Check(model, findings);
        if (findings.HasErrors || !model.IsReadable || model.Class.IsUnreadable || model.Blocks.Any(IsBroken))
        {
            return new PlanningResult(null, null, findings.ToArray());
        }

        var expansion = new Expansion(model, findings, cancellation);
        var members = expansion.Run();
        var layers = SelectionResolver.Resolve(model, expansion.Layers, findings);
        if (findings.HasErrors)
        {
            return new PlanningResult(null, null, findings.ToArray());
        }

        NetworkWarnings.Find(model, expansion, findings);
        var kernels = KernelPlanner.Assign(layers);
        var plan = new ModelPlan(
            model.Class.Namespace,
            model.Name,
            model.Class.Modifiers,
            model.Backend,
            model.HalfStorage,
            model.Kernels,
            expansion.Inputs,
            EquatableArray.From(layers),
            EquatableArray.From(expansion.Outputs),
            members,
            kernels,
            SelectionResolver.Hash(layers),
            EquatableArray.From(model.Blocks.SelectMany(static b => b.Class.Warnings).Concat(model.Class.Warnings).Distinct().OrderBy(static w => w, StringComparer.Ordinal)))
        {
            Size = size,
            HasToString = model.Class.HasToString,
        };
        var inference = InferencePlanner.PlanWhereItRuns(plan);
        Capacity.Check(plan, inference, expansion.Layers, findings);
        var sizes = findings.HasErrors ? [] : model.Sizes.Select(size => Size(model, size, plan, inference, findings, cancellation)).ToArray();
        return findings.HasErrors
            ? new PlanningResult(null, null, findings.ToArray())
            : new PlanningResult(plan, inference, findings.ToArray()) { Sizes = EquatableArray.From(sizes.OfType<SizePlan>()) };
    }

    // The same network for pictures of another size; null where it does not fit, which is reported.
    private static SizePlan? Size(ModelDefinition model, SizeDefinition size, ModelPlan plan, InferencePlan? inference, Findings findings, CancellationToken cancellation)
    {
        var sized = Plan(model with { Sample = model.Sample with { Height = size.Height, Width = size.Width }, Sizes = default }, size.Words, cancellation);
        SizeChecks.Check(plan, size, sized, findings);
        return sized.Plan is null ? null : SizePlan.Of(sized.Plan, sized.Inference, inference);
    }

    // What is wrong with a block itself is reported once, at the block, and not by each model that uses it.
    private static bool IsBroken(BlockDefinition block)
    {
        var findings = new Findings();
        ClassChecks.Check(block, findings);
        return findings.HasErrors || block.Class.IsUnreadable;
    }
}

/// <summary>What planning made of a definition, and what it found on the way.</summary>
/// <param name="Plan">The network, or null where there are errors.</param>
/// <param name="Inference">How it runs on the processor, collapsed; null where it does not, or is one normalization alone.</param>
internal sealed record PlanningResult(ModelPlan? Plan, InferencePlan? Inference, EquatableArray<Finding> Findings)
{
    /// <summary>The network for pictures of other sizes.</summary>
    public EquatableArray<SizePlan> Sizes { get; init; }
}
