namespace SsnGen.Benchmarks.Generator;

/// <summary>What is emitted for one project, and what compiling it takes.</summary>
/// <param name="Files">Emitted files.</param>
/// <param name="Lines">Their lines.</param>
/// <param name="Bytes">Their size as UTF-8.</param>
/// <param name="Code">The bytes of intermediate language that they are compiled to, methods alone.</param>
/// <param name="Generator">The first run of a new driver, in milliseconds; the process has run the generator before.</param>
/// <param name="Compile">What the compiler takes from the parsed files, emitted ones included, to an assembly, in milliseconds.</param>
public sealed record EmissionSizes(int Files, int Lines, int Bytes, int Code, double Generator, double Compile);
