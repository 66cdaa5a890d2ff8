using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Names of emitted types and methods. Those of a model carry its name: other models have their own.</summary>
internal readonly struct EmissionNames(ModelPlan model)
{
    /// <summary>
    /// For methods with loops: full optimization from the first call. Without it a network runs at half its speed until
    /// the runtime has compiled its loops a second time.
    /// </summary>
    public const string Optimized =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    /// <summary>The class of the steps, as it declares itself.</summary>
    public string Steps => model.Name + "Steps";

    /// <summary>The class of the steps, as code inside of the model names it, where a layer may have the same name.</summary>
    public string FullSteps => model.Qualifier + Steps;

    public string Planes => model.Name + "Planes";

    public string Winograd => model.Name + "Winograd";

    public string Workspace => model.Name + "Workspace";

    public string Tiles(VectorWidth width) => model.Name + "Tiles" + (int)width;

    /// <summary>The method of one phase; the suffix keeps it apart from keywords and from those of other layers.</summary>
    public static string Method(StepPlan step, PhaseKind phase) => step.Layer.Identifier + phase;

    /// <summary>The method that runs a whole layer on one thread.</summary>
    public static string Run(StepPlan step) => step.Layer.Identifier + "Run";
}
