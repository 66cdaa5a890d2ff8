using VerifyTests;
using static VerifyXunit.Verifier;

namespace SsnGen.Tests.Testing;

public sealed class VerifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ssngen-snapshots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Its snapshot would break the build of this project if it were compiled.
    [Fact]
    public Task Snapshot_stands_beside_the_test_and_is_not_compiled() =>
        Verify("a snapshot is text:\n    it need not compile\n", extension: "cs");

    [Fact]
    public async Task Missing_snapshot_fails_and_writes_what_was_received()
    {
        var failure = await Assert.ThrowsAsync<VerifyException>(() => Check("one\r\ntwo\n"));

        Assert.Contains("no snapshot VerifierTests.Case.verified.txt", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\n"u8.ToArray(), File.ReadAllBytes(Received));
        Assert.False(File.Exists(Verified));
    }

    [Fact]
    public async Task Different_snapshot_fails_with_a_unified_diff()
    {
        File.WriteAllText(Verified, "one\ntwo\nthree\n");

        var failure = await Assert.ThrowsAsync<VerifyException>(() => Check("one\n2\nthree\n"));

        Assert.Contains("\n one\n-two\n+2\n three", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\n2\nthree\n", File.ReadAllText(Received));
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(Verified));
    }

    [Theory]
    [InlineData("one\n", "one")]
    [InlineData("one \n", "one\n")]
    [InlineData("", "one")]
    [InlineData("One\n", "one\n")]
    public async Task White_space_and_case_count(string verified, string text)
    {
        File.WriteAllText(Verified, verified);
        await Assert.ThrowsAsync<VerifyException>(() => Check(text));
    }

    [Fact]
    public async Task Matching_text_passes_and_removes_what_was_received_before()
    {
        File.WriteAllText(Verified, "γ and β\n");
        File.WriteAllText(Received, "of an earlier run");

        await Check("γ and β\n");

        Assert.False(File.Exists(Received));
    }

    [Fact]
    public async Task Byte_order_mark_and_line_ends_do_not_count()
    {
        File.WriteAllBytes(Verified, [0xEF, 0xBB, 0xBF, .. "one\r\ntwo\r\n"u8]);
        await Check("one\ntwo\n");
    }

    [Fact]
    public async Task Long_differences_are_cut()
    {
        File.WriteAllText(Verified, "");
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"line {i}\n"));

        var failure = await Assert.ThrowsAsync<VerifyException>(() => Check(text));

        Assert.InRange(failure.Message.Split('\n').Length, SnapshotDiff.MaxLines, SnapshotDiff.MaxLines + 5);
        Assert.Contains("more lines of differences", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_tell_cases_apart()
    {
        File.WriteAllText(Path.Combine(_folder, "VerifierTests.Case_Batch.verified.txt"), "batch");
        await Verify("batch").UseDirectory(_folder).UseMethodName("Case").UseTextForParameters("Batch").DisableDiff();
    }

    [Fact]
    public async Task Comparison_runs_once()
    {
        var comparison = Verify("one").UseDirectory(_folder).UseMethodName("Case").DisableDiff();
        await Assert.ThrowsAsync<VerifyException>(() => comparison);
        File.Move(Received, Verified);

        await Assert.ThrowsAsync<VerifyException>(() => comparison);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".cs")]
    public void Extension_has_no_dot(string extension) =>
        Assert.Throws<ArgumentException>(nameof(extension), () => { Verify("text", extension); });

    [Theory]
    [InlineData(PlatformID.Unix, "", false)]
    [InlineData(PlatformID.Unix, "DISPLAY", true)]
    [InlineData(PlatformID.Unix, "WAYLAND_DISPLAY", true)]
    [InlineData(PlatformID.MacOSX, "", true)]
    [InlineData(PlatformID.MacOSX, "SSH_CONNECTION", false)]
    public void Diff_tool_needs_a_display(PlatformID platform, string variable, bool expected) =>
        Assert.Equal(expected, DiffTool.HasDisplay(platform, name => name == variable ? ":0" : null));

    private string Verified => Path.Combine(_folder, "VerifierTests.Case.verified.txt");

    private string Received => Path.Combine(_folder, "VerifierTests.Case.received.txt");

    private Task Check(string text) => Verify(text).UseDirectory(_folder).UseMethodName("Case").DisableDiff();
}
