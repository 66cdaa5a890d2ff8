namespace SsnGen.Tool.Tests.Torch;

/// <summary>A pickle in parts: operations (byte[]) and tensors.</summary>
internal sealed record Parts(IReadOnlyList<object> Values);
