using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Names of emitted types and methods. Those of a model carry its name, so that none can be one of its members.</summary>
internal readonly record struct EmissionNames(string Model)
{
    /// <summary>
    /// For methods with loops: full optimization from the first call. Without it a network runs at half its speed until
    /// the runtime has compiled its loops a second time.
    /// </summary>
    public const string Optimized =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    public string Steps => Model + "Steps";

    public string Planes => Model + "Planes";

    public string Winograd => Model + "Winograd";

    public string Workspace => Model + "Workspace";

    public string Tiles(VectorWidth width) => Model + "Tiles" + (int)width;

    /// <summary>The method of one phase; the suffix keeps it apart from keywords and from those of other layers.</summary>
    public static string Method(StepPlan step, PhaseKind phase) => step.Layer.Identifier + phase;

    /// <summary>The method that runs a whole layer on one thread.</summary>
    public static string Run(StepPlan step) => step.Layer.Identifier + "Run";
}
