using System.Diagnostics;
using System.Globalization;
using Digits;
using Digits.Data;
using Digits.Training;
using SsnGen.TorchSharp;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (TrainingOptions.Parse(args, out var error) is not { } options)
{
    Console.Error.WriteLine(error);
    Console.Error.WriteLine(TrainingOptions.Usage);
    return 2;
}

DigitData digits;
try
{
    digits = DigitData.Load(options.Data);
    Directory.CreateDirectory(options.Out);
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

Console.WriteLine($"{digits.Source}: {digits.Train.Count} to train with, {digits.Test.Count} to test with");
var watch = Stopwatch.StartNew();
using var trainer = new Trainer(options, digits);
var accuracy = ProgressDisplay.Show(trainer.Module.Norms.Count, trainer.Run);

foreach (var (path, selection) in trainer.Module.Selections)
{
    Console.WriteLine($"{path,-18} mean {selection.Mean}, variance {selection.Variance}");
}

var selectionFile = Path.Combine(options.Out, "DigitsNet.Selection.cs");
var weightsFile = Path.Combine(options.Out, "digits.safetensors");
trainer.Module.SaveSelection(selectionFile);
trainer.Module.Save(weightsFile);
Console.WriteLine($"wrote {selectionFile} and {weightsFile}: the next compile collapses the network to them");
Console.WriteLine(
    $"training: accuracy {accuracy:F4}, layers fixed {trainer.Module.FixedCount}/{trainer.Module.Norms.Count}, {watch.Elapsed.TotalSeconds:F0} s");
return 0;
