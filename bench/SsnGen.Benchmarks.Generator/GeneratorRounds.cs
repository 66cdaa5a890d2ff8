namespace SsnGen.Benchmarks.Generator;

/// <summary>How often each time is taken.</summary>
/// <param name="Cold">First runs.</param>
/// <param name="Warm">Changed definitions.</param>
/// <param name="Keystroke">Unrelated keystrokes.</param>
/// <param name="Analyzer">Analyses.</param>
public sealed record GeneratorRounds(int Cold, int Warm, int Keystroke, int Analyzer);
