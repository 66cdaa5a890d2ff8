// What the compiler asks for and netstandard2.0 lacks.
using System.ComponentModel;

namespace System
{
    /// <summary>A place counted from the start or from the end; list patterns count from the end.</summary>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        /// <summary>The place as counted from the start.</summary>
        /// <param name="length">How many there are.</param>
        public int GetOffset(int length) => fromEnd ? length - value : value;
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Marks setters that run in initializers alone, as records have them.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    internal static class IsExternalInit;
}
