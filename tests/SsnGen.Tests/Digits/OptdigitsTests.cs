using Digits.Data;
using SsnGen.Testing;

namespace SsnGen.Tests.Digits;

public sealed class OptdigitsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ssngen-optdigits-").FullName;

    public OptdigitsTests()
    {
        Write(Optdigits.TrainFile, Line(16, "3"), Line(0, "8"));
        Write(Optdigits.TestFile, Line(4, "0"), Line(8, "9"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_are_read_in_order()
    {
        var digits = DigitData.Load(_folder);

        Assert.Equal([3, 8], digits.Train.Labels);
        Assert.Equal([0, 9], digits.Test.Labels);
        Assert.All(digits.Train.Image(0).ToArray(), pixel => Assert.Equal(1f, pixel));
        Assert.All(digits.Train.Image(1).ToArray(), pixel => Assert.Equal(0f, pixel));
        Assert.All(digits.Test.Image(0).ToArray(), pixel => Assert.Equal(0.25f, pixel));
        Assert.Contains(_folder, digits.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_columns_are_passed_over()
    {
        Write(Optdigits.TrainFile, "Block 1,Block 2,Class", Line(16, "3"));
        Assert.Equal([3], Optdigits.Load(_folder).Train.Labels);
    }

    [Theory]
    [InlineData("0,0,0", "65 values expected, found 3")]
    [InlineData("", "65 values expected, found 1")]
    [InlineData("*,17", "label: '17'")]
    [InlineData("*,10", "label: '10' is not a whole number from 0 to 9")]
    [InlineData("*,", "label: ''")]
    [InlineData("17*,1", "value 1: '170' is not a whole number from 0 to 16")]
    [InlineData("-*,1", "value 1: '-0'")]
    [InlineData("x*,1", "value 1: 'x0'")]
    [InlineData("Block *,1", "value 1: 'Block 0'")]
    public void Malformed_lines_are_refused(string line, string message)
    {
        Write(Optdigits.TestFile, Line(4, "0"), line.Replace("*", Pixels(0), StringComparison.Ordinal));

        var failure = Assert.Throws<InvalidDataException>(() => Optdigits.Load(_folder));

        Assert.Contains($"{Path.Combine(_folder, Optdigits.TestFile)}, line 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_files_are_refused()
    {
        Write(Optdigits.TrainFile);
        var failure = Assert.Throws<InvalidDataException>(() => Optdigits.Load(_folder));
        Assert.Contains($"{Optdigits.TrainFile} has no digits", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        File.Delete(Path.Combine(_folder, Optdigits.TestFile));
        var failure = Assert.Throws<FileNotFoundException>(() => Optdigits.Load(_folder));
        Assert.Contains(Optdigits.TestFile, failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Published_files_are_read_whole()
    {
        Skip.If(RepositoryPaths.Optdigits is null, "This machine has no optdigits.");
        var digits = Optdigits.Load(RepositoryPaths.Optdigits);
        Assert.Equal((3823, 1797), (digits.Train.Count, digits.Test.Count));
        Assert.Equal(1f, digits.Train.Images.Max());
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);

    private static string Line(int pixel, string label) => $"{Pixels(pixel)},{label}";

    private static string Pixels(int pixel) => string.Join(',', Enumerable.Repeat(pixel, 64));
}
