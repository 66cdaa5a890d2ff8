using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning;

/// <summary>
/// What is wrong with a class in such a way that the compiler stops before it asks its analyzers: the generator says it, and the
/// analyzer leaves it to the generator.
/// </summary>
internal static class StoppingChecks
{
    /// <summary>Finds the mistakes of a model or block that stop the compiler.</summary>
    /// <param name="type">The class.</param>
    /// <param name="hasPartialProperties">Whether the project's version of C# knows what layers are declared as.</param>
    public static EquatableArray<Finding> Check(ClassDefinition type, bool hasPartialProperties)
    {
        var findings = new Findings();
        if (!hasPartialProperties)
        {
            findings.Add(Descriptors.CompilerOptions, type.Place, type.Name, "<LangVersion>13</LangVersion> or later", "layers are partial properties, which C# has since version 13");
        }
        else if (!type.CanHaveParts)
        {
            ClassChecks.CheckForm(type, findings);
        }

        return findings.ToArray();
    }

    /// <summary>Finds the mistakes of a class without an attribute that stop the compiler.</summary>
    /// <param name="type">The class.</param>
    /// <param name="hasPartialProperties">Whether the project's version of C# knows what layers are declared as.</param>
    public static EquatableArray<Finding> CheckUnmarked(ClassDefinition type, bool hasPartialProperties)
    {
        var findings = new Findings();
        if (hasPartialProperties && !type.CanHaveParts)
        {
            findings.Add(Descriptors.UnmarkedClass, type.Place, type.Name);
        }

        return findings.ToArray();
    }
}
