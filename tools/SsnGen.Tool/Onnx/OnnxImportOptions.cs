namespace SsnGen.Tool.Onnx;

/// <summary>What of a model to import, and how.</summary>
/// <param name="Model">The file of the model.</param>
/// <param name="Namespace">The namespace of the classes.</param>
/// <param name="Name">The name of the network's class.</param>
/// <param name="Folder">The folder that is written into.</param>
/// <param name="Replaces">Whether files that are there are replaced.</param>
/// <param name="IsFlat">Whether all layers are listed, and no blocks are looked for.</param>
/// <param name="IsJson">Whether what was written is said as JSON.</param>
internal sealed record OnnxImportOptions(string Model, string Namespace, string Name, string Folder, bool Replaces = false, bool IsFlat = false, bool IsJson = false);
