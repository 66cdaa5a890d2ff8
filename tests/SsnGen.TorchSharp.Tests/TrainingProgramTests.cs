using System.Diagnostics;
using Digits.Data;
using Digits.Training;
using Samples.Training;
using SsnGen.Files;
using SsnGen.Testing;

namespace SsnGen.TorchSharp.Tests;

/// <summary>The program samples/Digits.Training, run as its users run it.</summary>
public sealed class TrainingProgramTests : IDisposable
{
    private const int Interrupt = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("ssngen-training-").FullName;

    public TrainingProgramTests()
    {
        WriteOptdigits(12);
        File.WriteAllText(Place("file"), "no folder");
        Directory.CreateDirectory(Place("empty"));
    }

    private static string Program => typeof(Trainer).Assembly.Location;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("'--speed' is no option", "--speed", "1")]
    [InlineData("'data' is no option", "data")]
    [InlineData("--data needs a value", "--data")]
    [InlineData("--data needs a value", "--data", "")]
    [InlineData("--data needs a value", "--data", "--epochs", "3")]
    [InlineData("--epochs is given twice", "--epochs", "1", "--epochs", "1")]
    [InlineData("--epochs is '0'", "--epochs", "0")]
    [InlineData("--epochs is '-1'", "--epochs", "-1")]
    [InlineData("--epochs is '2147483648'", "--epochs", "2147483648")]
    [InlineData("--batch is '1.5'", "--batch", "1.5")]
    [InlineData("--seed is 'x'", "--seed", "x")]
    [InlineData("--rate is 'Infinity'", "--rate", "Infinity")]
    [InlineData("--rate is '1e400'", "--rate", "1e400")]
    [InlineData("--rate is '1e39'", "--rate", "1e39")]
    [InlineData("--rate is 'NaN'", "--rate", "NaN")]
    [InlineData("--rate is '0'", "--rate", "0")]
    [InlineData("--rate is '-0.1'", "--rate", "-0.1")]
    [InlineData("--rate is '0,1'", "--rate", "0,1")]
    [InlineData("--checkpoint needs a value", "--checkpoint", "")]
    [InlineData("--out needs a value", "--out", " ")]
    [InlineData("give it another name", "--out", "@out", "--checkpoint", "@out/digits.safetensors")]
    public void Options_that_are_off_are_one_line_and_2(string message, params string[] arguments) =>
        AssertRefused(2, message, arguments);

    [Theory]
    [InlineData("There is no folder", "--data", "@nowhere")]
    [InlineData("is a file; expected is the folder", "--data", "@file")]
    [InlineData("holds no digits", "--data", "@empty")]
    [InlineData("is a file, and a folder is needed", "--out", "@file")]
    [InlineData("is a file, and a folder is needed", "--out", "@file/deeper")]
    [InlineData("is a folder, and a file is to be written there", "--checkpoint", "@empty")]
    [InlineData("There is no folder", "--checkpoint", "@nowhere/training.ckpt")]
    [InlineData("not a safetensors file", "--checkpoint", "@file")]
    public void Files_that_are_not_as_they_should_be_are_one_line_and_1(string message, params string[] arguments)
    {
        if (!arguments.Contains("--data"))
        {
            arguments = [.. arguments, "--data", "@."];
        }

        AssertRefused(1, message, arguments);
        Assert.False(Directory.Exists(Place("out")));
        Assert.Equal("no folder", File.ReadAllText(Place("file")));
    }

    [Theory]
    [InlineData(Optdigits.TrainFile)]
    [InlineData(Optdigits.TestFile)]
    public void Damaged_data_are_one_line_and_1(string file)
    {
        File.AppendAllText(Place(file), "1,2,3\n");
        AssertRefused(1, "65 values expected", "--data", "@.");
    }

    [SkippableFact]
    public void A_folder_that_cannot_be_written_is_named_before_the_training()
    {
        Skip.IfNot(Directory.Exists("/proc"), "There is no folder here that nobody can write to.");
        AssertRefused(1, "Nothing can be written in the folder '/proc'", "--data", "@.", "--out", "/proc/trained");
    }

    [Fact]
    public void A_folder_in_the_place_of_an_output_is_named_before_the_training()
    {
        Directory.CreateDirectory(Place("out/digits.safetensors"));
        AssertRefused(1, "is a folder, and a file is to be written there", "--data", "@.", "--out", "@out");
    }

    [Fact]
    public void A_truncated_checkpoint_is_one_line_and_1()
    {
        Assert.Equal(0, Run("--data", "@.", "--out", "@out", "--epochs", "1", "--checkpoint", "@training.ckpt").ExitCode);
        using (var checkpoint = File.OpenWrite(Place("training.ckpt")))
        {
            checkpoint.SetLength(checkpoint.Length / 2);
        }

        AssertRefused(1, "training.ckpt", "--data", "@.", "--epochs", "2", "--checkpoint", "@training.ckpt");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_training_of_few_steps_ends_with_all_layers_fixed(int epochs)
    {
        var run = Run("--data", "@.", "--out", "@out", "--epochs", $"{epochs}");

        Assert.True(run is { ExitCode: 0, Errors: "" }, run.ToString());
        Assert.DoesNotContain("NaN", run.Output, StringComparison.Ordinal);
        Assert.Contains("layers fixed 6/6", run.Output, StringComparison.Ordinal);
        Assert.Equal(epochs, run.Output.Split('\n').Count(static line => line.StartsWith("step", StringComparison.Ordinal)));
        using var weights = SafetensorsFile.Open(Place("out/digits.safetensors"));
        Assert.NotEmpty(weights.Tensors);
        Assert.Contains("[Selected(\"Stage2.0.Shortcut\"", File.ReadAllText(Place("out/DigitsNet.Selection.cs")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e30", 1)]
    [InlineData("1e30", 5)]
    [InlineData("3e38", 2)]
    public void A_training_that_diverged_says_so_and_writes_nothing(string rate, int epochs)
    {
        AssertRefused(1, "The training diverged in step", "--data", "@.", "--out", "@out", "--epochs", $"{epochs}", "--rate", rate, "--checkpoint", "@training.ckpt");
        Assert.Equal([Place("out/digits.history")], Directory.GetFileSystemEntries(Place("out")));
        Assert.False(File.Exists(Place("training.ckpt")));
    }

    [Fact]
    public void A_training_that_diverged_later_keeps_its_last_checkpoint()
    {
        // One epoch of nine, then the rest at a rate that cannot go well.
        using var cancellation = new CancellationTokenSource();
        using (var trainer = new Trainer(new TrainingOptions(Trainer.Sample, _folder, Place("out")) { Epochs = 9, Checkpoint = Place("training.ckpt") }, DigitData.Load(_folder)))
        {
            Assert.Throws<OperationCanceledException>(() => trainer.Run(_ => cancellation.Cancel(), cancellation.Token));
        }

        var checkpoint = File.ReadAllBytes(Place("training.ckpt"));

        AssertRefused(1, "training.ckpt keeps the training up to step 1", "--data", "@.", "--out", "@out", "--epochs", "9", "--rate", "1e30", "--checkpoint", "@training.ckpt");

        Assert.Equal(checkpoint, File.ReadAllBytes(Place("training.ckpt")));
        Assert.Equal([Place("out/digits.history")], Directory.GetFileSystemEntries(Place("out")));
    }

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_signal_stops_it_and_the_checkpoint_goes_on(string signal, int exitCode)
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are those of POSIX.");
        SkipWhereIgnored(signal == "INT" ? Interrupt : 15);
        using var child = ProgramRun.Start("dotnet", [Program, .. Arguments(["--data", "@.", "--out", "@out", "--epochs", "1000000", "--checkpoint", "@training.ckpt"])]);
        ReadUntil(child, child.StandardOutput, "step      2/");
        Process.Start("kill", ["-" + signal, $"{child.Id}"]).WaitForExit();
        var stopped = ProgramRun.End(child, Patience);

        Assert.Equal(exitCode, stopped.ExitCode);
        Assert.Matches("^Stopped after step [0-9]+ of 1000000\\. .*training.ckpt keeps the training up to step [0-9]+: the same command goes on from there\\.\n$", stopped.Errors);
        Assert.Equal([Place("out/digits.history")], Directory.GetFileSystemEntries(Place("out")));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
        var kept = long.Parse(stopped.Errors.Split("up to step ")[1].Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);

        // The same training would take a million epochs, so its end is taken from the checkpoint instead.
        using var digits = new Trainer(new TrainingOptions(Trainer.Sample, _folder, Place("out")) { Epochs = 1_000_000, Checkpoint = Place("training.ckpt") }, DigitData.Load(_folder));
        digits.Resume();
        Assert.Equal((kept, kept), (digits.Step, digits.SavedStep));
    }

    private static void SkipWhereIgnored(int signal) => Skip.If(
        ProgramRun.Ignores(signal), $"Whoever started the tests ignores signal {signal}, as shells do for jobs in the background, and so would the program.");

    [SkippableFact]
    public void Ctrl_C_shows_the_terminal_s_cursor_again()
    {
        Skip.IfNot(File.Exists("/usr/bin/script"), "There is no program 'script' here to make a terminal.");
        SkipWhereIgnored(Interrupt);
        var command = string.Join(' ', Arguments(["--data", "@.", "--out", "@out", "--epochs", "1000000"]).Select(static a => $"'{a}'"));
        using var child = ProgramRun.Start("/usr/bin/script", ["-qec", $"TERM=xterm dotnet '{Program}' {command}", "/dev/null"]);
        var before = ReadUntil(child, child.StandardOutput, "layers fixed");
        child.StandardInput.Write('\u0003');
        child.StandardInput.Flush();
        var run = ProgramRun.End(child, Patience);

        var output = before + run.Output;
        Assert.True(run.ExitCode == 130, $"{run.ExitCode}: {output}");
        Assert.True(output.Contains("\u001b[?25l", StringComparison.Ordinal), "The display does not hide the cursor: this test tests nothing.");
        Assert.True(output.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > output.LastIndexOf("\u001b[?25l", StringComparison.Ordinal), output);
        Assert.Contains("Stopped after step", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_no_error()
    {
        var run = Run("--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("usage: Digits.Training", run.Output, StringComparison.Ordinal);
    }

    private void AssertRefused(int exitCode, string message, params string[] arguments)
    {
        var run = Run(arguments);
        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd('\n').Split('\n'));
    }

    private ProgramRun Run(params string[] arguments) => ProgramRun.Of(Program, Arguments(arguments), Patience);

    /// <summary>@ stands for the folder of the test.</summary>
    private IEnumerable<string> Arguments(IEnumerable<string> arguments) =>
        arguments.Select(argument => argument.StartsWith('@') ? Place(argument[1..]) : argument);

    private string Place(string name) => Path.Combine(_folder, name);

    private static string ReadUntil(Process child, StreamReader reader, string text)
    {
        var read = new System.Text.StringBuilder();
        using var timer = new Timer(_ => child.Kill(entireProcessTree: true), null, Patience, Timeout.InfiniteTimeSpan);
        while (!read.ToString().Contains(text, StringComparison.Ordinal))
        {
            var next = reader.Read();
            Assert.True(next >= 0, $"It ended before it said '{text}': {read}");
            read.Append((char)next);
        }

        return read.ToString();
    }

    private void WriteOptdigits(int count)
    {
        var lines = Enumerable.Range(0, count).Select(static i => $"{string.Join(',', Enumerable.Range(0, 64).Select(p => (i * 7 + p * p) % 17))},{i % 10}").ToArray();
        File.WriteAllLines(Place(Optdigits.TrainFile), lines);
        File.WriteAllLines(Place(Optdigits.TestFile), lines);
    }
}
