namespace SsnGen.Benchmarks.Generator;

/// <summary>What the generator and the analyzer take on one project: medians, in milliseconds.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Models">How many models it defines.</param>
/// <param name="Outputs">How many files are generated for it.</param>
/// <param name="Cold">The first run of a new driver on a new compilation, in a process that has run the generator often.</param>
/// <param name="Warm">The next run after one definition changed: one model is planned and emitted again.</param>
/// <param name="Keystroke">The next run after a comment or a statement was typed in another file.</param>
/// <param name="Declaration">The next run after a class was declared in another file: all definitions are read again.</param>
/// <param name="KeystrokeBytes">What a run after a keystroke allocates, in bytes.</param>
/// <param name="EmittedAgain">The most files that such a run emitted again.</param>
/// <param name="Analyzer">What the analyzer takes after such a keystroke, on the files that define models.</param>
public sealed record GeneratorTimes(
    string Project,
    int Models,
    int Outputs,
    double Cold,
    double Warm,
    double Keystroke,
    double Declaration,
    double KeystrokeBytes,
    int EmittedAgain,
    double Analyzer);
