namespace SsnGen.Generator.Definitions;

/// <summary>What a stage says of its block.</summary>
/// <param name="FullName">Its full name as code writes it, with <c>global::</c>.</param>
/// <param name="Problem">Why it is no block that code can name.</param>
internal sealed record BlockReference(string FullName, BlockProblem Problem)
{
    /// <summary>What messages call it.</summary>
    public string DisplayName => FullName.Replace("global::", "").Replace("@", "");

    /// <summary>Its name alone.</summary>
    public string Name => DisplayName.Substring(DisplayName.LastIndexOf('.') + 1);
}

/// <summary>Why the type argument of a stage is no block that code can name.</summary>
internal enum BlockProblem
{
    None,

    /// <summary>A class of the same project without the attribute.</summary>
    NoAttribute,

    /// <summary>No class that the attribute could be added to.</summary>
    NoClass,

    /// <summary>A class that only an extern alias reaches.</summary>
    ExternAlias,

    /// <summary>One of two classes of the same full name, of different assemblies.</summary>
    Ambiguous,
}
