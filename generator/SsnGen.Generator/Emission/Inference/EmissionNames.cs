using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Names of emitted types and methods. Those of types carry the model's name: other models have their own.</summary>
internal sealed class EmissionNames
{
    /// <summary>For methods with loops; what it means is said once, where the loops are.</summary>
    public const string Optimized =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    private readonly ModelPlan _model;
    private readonly Dictionary<object, string> _loops = [];

    public EmissionNames(InferencePlan plan)
    {
        _model = plan.Model;
        foreach (var production in plan.Productions)
        {
            Add(production, Name(production));
        }

        foreach (var normalizing in plan.Normalizings)
        {
            Add(normalizing, Name(normalizing));
        }
    }

    /// <summary>The class of the steps, as it declares itself.</summary>
    public string Steps => _model.Name + "Steps" + _model.Size;

    /// <summary>The class of the steps, as code inside of the model names it, where a layer may have the same name.</summary>
    public string FullSteps => _model.Qualifier + Steps;

    public string Loops => _model.Name + "Loops" + _model.Size;

    public string Planes => _model.Name + "Planes" + _model.Size;

    public string Resamplings => _model.Name + "Resamplings" + _model.Size;

    public string Winograd => _model.Name + "Winograd" + _model.Size;

    public string Tiles(VectorWidth width) => _model.Name + "Tiles" + (int)width + (_model.Size.Length == 0 ? "" : "_" + _model.Size);

    /// <summary>The method that produces values.</summary>
    public string Of(ProductionPlan plan) => _loops[plan];

    /// <summary>The method that normalizes.</summary>
    public string Of(NormalizingPlan plan) => _loops[plan];

    /// <summary>The method that takes the moments for it.</summary>
    public string MomentsOf(NormalizingPlan plan) => _loops[plan] + "Moments";

    /// <summary>What follows the names of inputs or outputs: their number, where there are several.</summary>
    public static string Number(int count, int index) => count == 1 ? "" : $"{index}";

    /// <summary>The method of one phase; the suffix keeps it apart from keywords and from those of other layers.</summary>
    public static string Method(StepPlan step, PhaseKind phase) => step.Layer.Identifier + phase;

    /// <summary>The constants that say where the memory of a layer is. No suffix ends with another, so that no two are the same.</summary>
    public static string Values(LayerPlan layer) => layer.Identifier + "Values";

    public static string Weights(LayerPlan layer) => layer.Identifier + "Weights";

    public static string Bias(LayerPlan layer) => layer.Identifier + "Bias";

    public static string Slopes(LayerPlan layer) => layer.Identifier + "Slopes";

    public static string Norm(LayerPlan layer) => layer.Identifier + "Norm";

    public static string Statistics(LayerPlan layer) => layer.Identifier + "Statistics";

    // Plans may differ in what their names do not say.
    private void Add(object plan, string name)
    {
        var unique = name;
        for (var i = 2; _loops.ContainsValue(unique); i++)
        {
            unique = name + "_" + Text.Literal.Of(i);
        }

        _loops.Add(plan, unique);
    }

    private static string Name(ProductionPlan plan)
    {
        var kind = plan.Convolution is { } c
            ? (c.Winograd is null ? c.IsDepthwise ? "Depthwise" : "Convolve" : "Winograd") + WindowText.Name(c.Window)
            : plan.Joins ? "Join"
            : plan.Producer.GetType().Name + string.Concat(plan.Producer.Arguments.Select(static a => a is Window window ? WindowText.Name(window) : a is int number ? "_" + number : ""));
        return $"{kind}_{string.Join("_", plan.Sources.Select(static s => s.Shape))}_{plan.Output.Shape}" + (plan.IsAffine ? "_Affine" : "") + (plan.Factor is null ? "" : plan.IsFactorPerChannel ? "_Scale" : "_Multiply") + KernelNames.Tail(plan.Residual is not null, plan.Activation);
    }

    private static string Name(NormalizingPlan plan) =>
        $"Normalize_{plan.Output.Shape}_" + (plan.Collapse.IsMixture ? "Mixture" : $"{plan.Collapse.Mean[0]}{plan.Collapse.Variance[0]}") + KernelNames.Tail(plan.Residual is not null, plan.Activation);
}
