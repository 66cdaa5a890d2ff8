namespace VerifyTests;

/// <summary>A text differs from its snapshot, or has none yet.</summary>
/// <param name="message">Which files, and how they differ.</param>
public sealed class VerifyException(string message) : Exception(message);
