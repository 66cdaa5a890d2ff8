using SsnGen.Generator.Definitions;
using SsnGen.Generator.Emission;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;
using SsnGen.Inference;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>What is emitted for plans that no definition was written for.</summary>
internal static class PlannedFiles
{
    /// <summary>The texts of one network by the names of their parts; without the properties that declare its layers.</summary>
    public static IReadOnlyDictionary<string, string> Of(ModelPlan plan, Backend backend = Backend.Cpu, bool trains = false, bool isForBrowsers = false)
    {
        var options = new ProjectOptions(
            Trains: trains, Exports: false, RunsOnGpu: backend.HasFlag(Backend.Gpu), AllowsUnsafe: true, HasPartialProperties: true, Libraries: []);
        var model = plan with { Backend = backend, Members = default };
        return ModelEmitter.Files(Scheduler.Schedule(model, InferencePlanner.PlanWhereItRuns(model), options)).ToDictionary(static f => f.Part, f =>
        {
            var writer = new SourceWriter { IsForBrowsers = isForBrowsers };
            f.Emit(writer);
            return writer.ToString();
        });
    }

    /// <summary>The files of one network, the user's own part included.</summary>
    public static IEnumerable<(string Path, string Text)> WithClass(ModelPlan plan, Backend backend = Backend.Cpu, bool trains = false, bool isForBrowsers = false) => Of(plan, backend, trains, isForBrowsers)
        .Select(file => ($"{plan.Name}.{file.Key}.g.cs", file.Value))
        .Append((plan.Name + ".cs", (plan.Namespace.Length == 0 ? "" : $"namespace {plan.Namespace};\n") + $"/// <summary>A network.</summary>\npublic sealed partial class {plan.Name};"));
}
