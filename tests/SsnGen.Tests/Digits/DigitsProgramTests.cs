using Digits.Data;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;

namespace SsnGen.Tests.Digits;

/// <summary>The program samples/Digits, run as its users run it.</summary>
public sealed class DigitsProgramTests : IDisposable
{
    private static readonly string Weights = Path.Combine(AppContext.BaseDirectory, "digits.safetensors");

    private readonly string _folder = Directory.CreateTempSubdirectory("ssngen-digits-").FullName;

    public DigitsProgramTests()
    {
        File.WriteAllText(Place("file"), "no weights");
        Directory.CreateDirectory(Place("empty"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--weights needs a value", "--weights", "")]
    [InlineData("--weights needs a value", "--weights")]
    [InlineData("--data needs a value", "--data", "--weights", "x")]
    [InlineData("--weights is given twice", "--weights", "x", "--weights", "y")]
    [InlineData("'digits.safetensors' is no option", "digits.safetensors")]
    public void Options_that_are_off_are_one_line_and_2(string message, params string[] arguments) => AssertRefused(2, message, arguments);

    [Theory]
    [InlineData("nowhere", "--weights", "@nowhere")]
    [InlineData("empty", "--weights", "@empty")]
    [InlineData("not a safetensors file", "--weights", "@file")]
    [InlineData("There is no folder", "--data", "@nowhere")]
    [InlineData("is a file; expected is the folder", "--data", "@file")]
    [InlineData("holds no digits", "--data", "@empty")]
    public void Files_that_are_not_as_they_should_be_are_one_line_and_1(string message, params string[] arguments) =>
        AssertRefused(1, message, arguments);

    [Fact]
    public void Truncated_weights_are_one_line_and_1()
    {
        var whole = File.ReadAllBytes(Weights);
        File.WriteAllBytes(Place("half.safetensors"), whole[..(whole.Length / 2)]);
        AssertRefused(1, "half.safetensors", "--weights", "@half.safetensors");
    }

    [Fact]
    public void Weights_of_another_selection_are_one_line_and_1()
    {
        new SafetensorsWriter(WeightsMetadata.Create("Digits.DigitsNet", new string('0', 32), radius: 1)).Save(Place("other.safetensors"));
        AssertRefused(1, "selection", "--weights", "@other.safetensors");
    }

    [Fact]
    public void The_accuracy_is_that_on_the_test_images_of_the_folder()
    {
        // Rendered digits, drawn again at half the size: enough of them stay legible to tell a right answer from a guess.
        var (train, test) = (RenderedDigits.Create(10, seed: 3), RenderedDigits.Create(100, seed: 4));
        WriteOptdigits(Optdigits.TrainFile, train);
        WriteOptdigits(Optdigits.TestFile, test);
        var read = DigitData.Load(_folder).Test;
        var network = global::Digits.DigitsNet.Load(Weights);
        var logits = new float[10 * read.Count];
        network.Run(read.Images, logits);
        var right = Enumerable.Range(0, read.Count).Count(i => logits.AsSpan(10 * i, 10).IndexOf(logits.AsSpan(10 * i, 10).ToArray().Max()) == read.Labels[i]);

        var run = Run("--data", "@.", "--weights", Weights);

        Assert.True(run is { ExitCode: 0, Errors: "" }, run.ToString());
        Assert.Contains($"digits: accuracy {right / 100.0:F4}, max difference ", run.Output, StringComparison.Ordinal);
        Assert.InRange(right, 30, 99);
    }

    [Fact]
    public void Without_options_it_classifies_rendered_digits()
    {
        var run = Run();
        Assert.True(run is { ExitCode: 0, Errors: "" }, run.ToString());
        Assert.Matches("\ndigits: accuracy 0\\.9[0-9]{3}, max difference ", run.Output);
    }

    private void AssertRefused(int exitCode, string message, params string[] arguments)
    {
        var run = Run(arguments);
        Assert.True(run.ExitCode == exitCode && run.Output.Length == 0, run.ToString());
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd('\n').Split('\n'));
    }

    private ProgramRun Run(params string[] arguments) => ProgramRun.Of(
        typeof(global::Digits.DigitsNet).Assembly.Location,
        arguments.Select(argument => argument.StartsWith('@') ? Place(argument[1..]) : argument));

    private string Place(string name) => Path.Combine(_folder, name);

    private void WriteOptdigits(string name, DigitSet digits)
    {
        var lines = new string[digits.Count];
        for (var i = 0; i < digits.Count; i++)
        {
            var image = digits.Image(i).ToArray();
            var pixels = Enumerable.Range(0, 64).Select(p =>
            {
                var corner = (2 * (p / 8) * DigitSet.Side) + (2 * (p % 8));
                var sum = image[corner] + image[corner + 1] + image[corner + DigitSet.Side] + image[corner + DigitSet.Side + 1];
                return (int)MathF.Round(4 * sum);
            });
            lines[i] = $"{string.Join(',', pixels)},{digits.Labels[i]}";
        }

        File.WriteAllLines(Place(name), lines);
    }
}
