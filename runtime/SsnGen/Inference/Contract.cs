using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>
/// What emitted code and the <c>SsnGen.dll</c> that it runs on agree upon. The generator compiles the number too: it compares its own with
/// that of the library which a project references, and emits it for the library which runs in the end.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Contract
{
    /// <summary>
    /// The number of the contract: one more than in the last release where code that its generator emitted would no longer run rightly on
    /// this library, or code that is emitted now would not on that one.
    /// </summary>
    public const int Number = 1;
}
