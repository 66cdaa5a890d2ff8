using System.Text;
using Microsoft.CodeAnalysis;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>Plans as text, for snapshots that show what was decided.</summary>
internal static class PlanText
{
    /// <summary>Plans the one model of the sources.</summary>
    public static ModelPlan Plan(params string[] sources) => Result(sources).Plan!;

    /// <summary>Schedules the one model of the sources.</summary>
    public static ModelSchedule Schedule(ProjectOptions options, params string[] sources)
    {
        var result = Result(sources);
        return Scheduler.Schedule(result.Plan!, result.Inference, options, result.Sizes);
    }

    private static PlanningResult Result(string[] sources)
    {
        var compilation = Compile.Of(sources);
        var type = Types(compilation.Assembly.GlobalNamespace).Single(static t => Symbols.Has(t, DefinitionReader.ModelAttribute));
        var result = ModelPlanner.Plan(DefinitionReader.ReadModel(type, compilation, default), default);
        Assert.True(result.Plan is not null, string.Join("\n", result.Findings));
        return result;
    }

    /// <summary>What planning makes of one model of the sources, whatever that is.</summary>
    public static PlanningResult Result(string source, string type = "Net")
    {
        var compilation = Compile.Of(source);
        return ModelPlanner.Plan(DefinitionReader.ReadModel(compilation.GetTypeByMetadataName(type)!, compilation, default), default);
    }

    public static string Describe(ModelPlan plan)
    {
        var text = new StringBuilder();
        text.Append(plan.Modifiers).Append(" class ").Append(plan.FullName).Append(": ").Append(string.Join(", ", plan.Inputs.Select(static i => i.Shape))).Append(" -> ").Append(string.Join(", ", plan.Outputs.Select(o => plan.LayerOf(o.Value)!.Output)))
            .Append("\nselection ").Append(plan.SelectionHash).Append(plan.SelectionIsComplete ? " (complete)" : " (not complete)").Append("\n\n");
        foreach (var layer in plan.Layers)
        {
            text.Append(layer.Index).Append(' ').Append(layer.Path).Append(" (").Append(layer.Identifier).Append(")\n")
                .Append("    ").Append(string.Join(", ", layer.Sources.Select(v => Name(plan, v)))).Append(' ').Append(layer.Input).Append(" -> ").Append(layer.Output).Append('\n')
                .Append("    ").Append(layer.Producer).Append(" (").Append(string.Join(", ", layer.Producer.Arguments)).Append(')').Append('\n');
            if (layer.Normalization is { } n)
            {
                text.Append("    ").Append(n).Append('\n');
            }

            foreach (var step in layer.Tail.Steps)
            {
                text.Append("    ").Append(step switch
                {
                    TailStep.Add add => "+ " + Name(plan, add.Value),
                    TailStep.Multiply multiply => "* " + Name(plan, multiply.Value),
                    TailStep.Activate activate => activate.Activation,
                    _ => throw new InvalidOperationException(step.ToString()),
                }).Append('\n');
            }

            if (layer.Dropout > 0)
            {
                text.Append("    Dropout ").Append(layer.Dropout.ToString(System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        text.Append("\nkernels\n");
        for (var i = 0; i < plan.Kernels.Length; i++)
        {
            text.Append("    ").Append(i).Append(' ').Append(plan.Kernels[i].ClassName).Append('\n');
        }

        return text.ToString();
    }

    private static string Name(ModelPlan plan, int value) => plan.LayerOf(value)?.Path ?? plan.Inputs[value].Name;

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));
}
