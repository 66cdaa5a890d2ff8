using Spectre.Console;
using SsnGen.Tool;

return ToolApp.Run(args, AnsiConsole.Console, Console.Error);
