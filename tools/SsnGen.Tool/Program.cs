using System.Text;
using Spectre.Console;
using SsnGen.Tool;

// Names of files and tensors may have any letters, which not every console would print otherwise.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

return ToolApp.Run(args, AnsiConsole.Console, Console.Error);
