namespace SsnGen.Tool.Scaffolding;

/// <summary>A layer that no definition can be written of.</summary>
/// <param name="message">Why.</param>
internal sealed class ScaffoldException(string message) : Exception(message);
