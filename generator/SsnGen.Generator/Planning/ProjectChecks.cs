using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning;

/// <summary>Whether a model's project has what its emitted code needs.</summary>
internal static class ProjectChecks
{
    public static EquatableArray<Finding> Check(ModelDefinition model, ProjectOptions options)
    {
        var findings = new Findings();
        if (!options.AllowsUnsafe)
        {
            findings.Add(Descriptors.CompilerOptions, model.AttributePlace, model.Name, "<AllowUnsafeBlocks>true</AllowUnsafeBlocks>", "the emitted kernels use pointers");
        }

        if (model.Backend.HasFlag(Backend.Gpu) && !options.RunsOnGpu)
        {
            findings.Add(Descriptors.MissingPackage, model.AttributePlace, model.Name, "Backend.Gpu", "SsnGen.Gpu", ", or leave Backend.Gpu out");
        }

        return findings.ToArray();
    }
}
