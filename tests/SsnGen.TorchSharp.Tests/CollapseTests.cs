using Digits.Data;
using Digits.Training;
using Samples.Training;
using SsnGen.Files;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>From training to the collapsed network.</summary>
public class CollapseTests
{
    [Fact]
    public void Collapsed_equals_trained_in_evaluation_for_all_pairs_of_normalizers()
    {
        manual_seed(6);
        using var folder = new TemporaryFolder();
        using var module = new PairsNet.Module();
        using (var optimizer = SsnOptimizer.Sgd(module, 0.01))
        {
            for (var i = 0; i < 5; i++)
            {
                TrainingStep.Run(module, optimizer);
            }
        }

        Assert.Equal(16, module.Selections.Values.Distinct().Count());
        module.Save(folder.File("pairs.safetensors"));
        var network = PairsNet.Load(folder.File("pairs.safetensors"));

        module.eval();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var input = randn(5, 3, 7, 5);
        var expected = module.forward(input).data<float>().ToArray();
        var output = new float[5 * PairsNet.OutputLength];
        network.Run(input.data<float>().ToArray(), output);

        FloatAssert.MaxDifference(expected, output, 2e-5 * expected.Max(Math.Abs));
    }

    [SkippableFact]
    public void Training_on_handwritten_digits_fixes_all_layers_and_learns()
    {
        Skip.If(RepositoryPaths.Optdigits is null, "The folder of handwritten digits (optdigits) is not here.");
        using var folder = new TemporaryFolder();
        var options = new TrainingOptions(Trainer.Sample, RepositoryPaths.Optdigits, folder.File("")) { Epochs = 5 };
        using var trainer = new Trainer(options, DigitData.Load(options.Data));
        var radii = new List<double>();

        var accuracy = trainer.Run(progress => radii.Add(progress.Radius));

        Assert.True(trainer.Module.SelectionIsComplete);
        Assert.True(accuracy >= 0.95, $"The accuracy is {accuracy}.");
        Assert.Equal(radii.Order(), radii);
        trainer.Module.SaveSelection(folder.File("DigitsNet.Selection.cs"));
        trainer.Module.Save(folder.File("digits.safetensors"));
        var refused = Assert.Throws<WeightsException>(() => Digits.DigitsNet.Load(folder.File("digits.safetensors")));
        Assert.Contains("selection", refused.Message, StringComparison.Ordinal);
        Assert.Equal(6, File.ReadAllLines(folder.File("DigitsNet.Selection.cs")).Count(static line => line.StartsWith("[Selected(", StringComparison.Ordinal)));
    }
}
