using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.Tool.Models;
using SsnGen.Tool.Onnx;
using SsnGen.Tool.Onnx.Files;
using SsnGen.Tool.Scaffolding.Names;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Commands;

/// <summary>Imports what other tools wrote: a network, from its ONNX model, or weights of a network that there is.</summary>
internal sealed class ImportCommand(IAnsiConsole console) : Command<ImportCommand.Settings>
{
    /// <summary>Its arguments.</summary>
    internal sealed class Settings : ToolSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("Weights: safetensors, or what torch.save wrote (.pth, .pt). Or a network: an ONNX model (.onnx).")]
        public required string File { get; init; }

        [CommandOption("--model <ASSEMBLY:TYPE>")]
        [Description("Weights: " + ModelLoader.Description)]
        public string? Model { get; init; }

        [CommandOption("--shapes <FILE>")]
        [Description("Weights: those that the network has saved, instead of --model: no code runs. Needs --map.")]
        public string? Shapes { get; init; }

        [CommandOption("--map <FILE>")]
        [Description("Weights: which tensor becomes which: a line SOURCE -> TARGET for each, SOURCE -> - for one that is left out.")]
        public string? Map { get; init; }

        [CommandOption("--part <NAME>")]
        [Description("Weights: the part of the file that they are, such as state_dict_ema; otherwise state_dict, model_state_dict, model, net or all of it.")]
        public string? Part { get; init; }

        [CommandOption("--namespace <NAMESPACE>")]
        [Description("A network: the namespace of its classes.")]
        public string? Namespace { get; init; }

        [CommandOption("--name <NAME>")]
        [Description("A network: the name of its class; otherwise that of the file.")]
        public string? Name { get; init; }

        [CommandOption("--flat")]
        [Description("A network: list all layers, and look for no blocks.")]
        public bool Flat { get; init; }

        [CommandOption("--out <PATH>")]
        [Description("Weights: the file to write; otherwise FILE with the ending .safetensors. A network: the folder to write into.")]
        public string? Out { get; init; }

        [CommandOption("--force")]
        [Description("Replace files that exist.")]
        public bool Force { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken) =>
        OnnxFile.IsNamed(settings.File) ? ImportNetwork(settings) : ImportWeights(settings);

    private int ImportNetwork(Settings settings)
    {
        Refuse("a network, from its ONNX model", "weights", ("--model", settings.Model is not null), ("--shapes", settings.Shapes is not null), ("--map", settings.Map is not null), ("--part", settings.Part is not null));
        var inNamespace = settings.Namespace ?? throw ToolException.InUsage("A network needs --namespace NAMESPACE, that of the classes that are written.");
        var folder = settings.Out is { Length: > 0 } path ? path : throw ToolException.InUsage("A network needs --out DIR, the folder that its classes and weights are written into.");
        if (!Identifiers.IsNamespace(inNamespace))
        {
            throw ToolException.InUsage($"--namespace {inNamespace} is no namespace of C#: give names joined by dots, such as Samples.ImageNet.");
        }

        var name = settings.Name ?? OnnxImport.NameAfter(settings.File);
        return !Identifiers.IsOne(name) ? throw ToolException.InUsage($"--name {name} is no name of a class of C#.")
            : !ReservedNames.MayBeModel(name) ? throw ToolException.InUsage($"--name {name} is a name that generated code declares in the class, or one that Windows has for a device: give another one.")
            : OnnxImport.Run(new OnnxImportOptions(settings.File, inNamespace, name, folder, settings.Force, settings.Flat, settings.Json), console.Profile.Out.Writer);
    }

    private int ImportWeights(Settings settings)
    {
        Refuse("weights", "a network, from its ONNX model (.onnx)", ("--namespace", settings.Namespace is not null), ("--name", settings.Name is not null), ("--flat", settings.Flat));
        return WeightsImport.Run(
            new WeightsImportOptions
            {
                File = settings.File,
                Model = settings.Model,
                Shapes = settings.Shapes,
                Map = settings.Map,
                Part = settings.Part,
                Out = settings.Out,
                Force = settings.Force,
                Json = settings.Json,
            },
            console.Profile.Out.Writer);
    }

    private static void Refuse(string what, string other, params ReadOnlySpan<(string Option, bool IsGiven)> options)
    {
        foreach (var (option, isGiven) in options)
        {
            if (isGiven)
            {
                throw ToolException.InUsage($"{option} is for {other}, and this imports {what}: leave it out.");
            }
        }
    }
}
