using System.Linq;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Text;
using SsnGen.Inference;

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

        foreach (var library in options.Libraries.Where(static l => !l.IsServed))
        {
            var contract = library.Number is { } number ? "contract " + Literal.Of(number) : "none";
            findings.Add(Descriptors.OtherContract, model.AttributePlace, model.Name, Literal.Of(Contract.Number), library.Name + " " + library.Version, contract);
        }

        if (model.Backend.HasFlag(Backend.Gpu) && !options.RunsOnGpu)
        {
            findings.Add(Descriptors.MissingPackage, model.AttributePlace, model.Name, "Backend.Gpu", "SsnGen.Gpu", ", or leave Backend.Gpu out");
        }

        return findings.ToArray();
    }
}
