using Spectre.Console;

namespace SsnGen.Tool.Inspection;

/// <summary>What a file holds, to be printed.</summary>
internal interface IInspection
{
    /// <summary>What is printed of it for programs.</summary>
    object Json { get; }

    /// <summary>Prints it for people.</summary>
    /// <param name="console">Where to.</param>
    void Write(IAnsiConsole console);
}
