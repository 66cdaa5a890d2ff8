using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>The <see cref="Contract"/> that a library beside this one was compiled for: emitted code calls it, too.</summary>
/// <param name="number">The number of that contract.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ContractAttribute(int number) : Attribute
{
    /// <summary>The number of that contract.</summary>
    public int Number => number;
}
