namespace SsnGen.Tool.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("inspekt", "digits.safetensors")]
    [InlineData("inspect")]
    [InlineData("inspect", "digits.safetensors", "--jsn")]
    [InlineData("import", "digits.safetensors", "--model")]
    [InlineData("import", "digits.safetensors", "--map", "--force")]
    [InlineData("select", "digits.safetensors", "--radius")]
    [InlineData("diff", "digits.safetensors")]
    public void Wrong_arguments_are_one_line_and_exit_with_2(params string[] arguments)
    {
        var run = ToolRun.Of(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(1, run.Errors.Count(static c => c == '\n'));
        Assert.Contains("ssngen --help", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_one_line_and_exits_with_1()
    {
        var run = ToolRun.Of("inspect", "no such.safetensors");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no such.safetensors", run.Errors, StringComparison.Ordinal);
    }
}
