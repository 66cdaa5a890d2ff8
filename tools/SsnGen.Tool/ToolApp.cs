using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.Files;
using SsnGen.Tool.Commands;

namespace SsnGen.Tool;

/// <summary>The commands of the tool, and what becomes of their errors.</summary>
internal static class ToolApp
{
    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="console">Where results go.</param>
    /// <param name="errors">Where errors go, a line each.</param>
    /// <returns>0, <see cref="ToolException.BadInput"/>, <see cref="ToolException.BadUsage"/>, or what the command returns.</returns>
    public static int Run(IReadOnlyList<string> arguments, IAnsiConsole console, TextWriter errors)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var app = new CommandApp();
        app.Configure(configuration =>
        {
            configuration.SetApplicationName("ssngen");
            configuration.ConfigureConsole(console);
            configuration.Settings.StrictParsing = true;
            configuration.Settings.ShowOptionDefaultValues = true;
            configuration.PropagateExceptions();
            configuration.SetInterceptor(new OptionValues());
            configuration.AddCommand<InspectCommand>("inspect")
                .WithDescription("What a file holds: tensors, metadata, and the selection that its weights imply; of an assembly, its networks.")
                .WithExample("inspect", "digits.safetensors")
                .WithExample("inspect", "digits.safetensors", "--json")
                .WithExample("inspect", "bin/Digits.dll");
            configuration.AddCommand<ImportCommand>("import")
                .WithDescription("Weights of other frameworks as weights of a network; or a network, from its ONNX model, as classes and weights.")
                .WithExample("import", "resnet50.pth", "--model", "bin/ResNet50.dll:ImageNet.ResNet50")
                .WithExample("import", "resnet18.onnx", "--namespace", "ImageNet", "--out", "Models");
            configuration.AddCommand<SelectCommand>("select")
                .WithDescription("The selection that weights imply, as the C# that the next compile reads.")
                .WithExample("select", "digits.safetensors", "--out", "DigitsNet.Selection.cs");
            configuration.AddCommand<DiffCommand>("diff")
                .WithDescription("How two selections or two files of tensors differ; exits with 3 where they do.")
                .WithExample("diff", "before.safetensors", "after.safetensors")
                .WithExample("diff", "old/DigitsNet.Selection.cs", "DigitsNet.Selection.cs");
            configuration.AddCommand<PlotCommand>("plot")
                .WithDescription("Pictures of a training and a report: loss, ratios of each layer, their paths over the simplex, what was chosen.")
                .WithExample("plot", "digits.history")
                .WithExample("plot", "digits.history", "--out", "plots", "--svg");
        });
        try
        {
            return app.Run(arguments);
        }
        catch (ToolException error)
        {
            return Fail(errors, error.Message, error.ExitCode);
        }
        catch (CommandAppException error)
        {
            return Fail(errors, $"{error.Message} 'ssngen --help' lists commands and options.", ToolException.BadUsage);
        }
        catch (Exception error) when (error is WeightsException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(errors, error.Message, ToolException.BadInput);
        }
    }

    private static int Fail(TextWriter errors, string message, int exitCode)
    {
        var line = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        errors.WriteLine(ToolOutput.Printable(line));
        return exitCode;
    }
}
