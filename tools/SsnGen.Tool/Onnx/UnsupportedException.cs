namespace SsnGen.Tool.Onnx;

/// <summary>A node that no layer can be made of: what of it, and what would help.</summary>
/// <param name="message">The reason, to stand behind the node.</param>
internal sealed class UnsupportedException(string message) : Exception(message);
