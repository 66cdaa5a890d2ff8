using System.Diagnostics;
using SsnGen.Files;
using SsnGen.Testing;

namespace SsnGen.Tests.Files;

/// <summary>What a written file takes over from the one it replaces, what is never replaced, and what is left behind.</summary>
public sealed class AtomicFileReplacementTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Content_is_flushed_to_the_disk_before_it_takes_the_place_of_the_old()
    {
        var path = _folder.File("a.bin");
        File.WriteAllBytes(path, [1]);
        var events = new List<string>();
        AtomicFile.Write(path, stream =>
        {
            stream.Write([2, 3]);
            events.Add("written");
        }, (temporary, options) => new RecordingStream(temporary, options, () =>
        {
            Assert.Equal([1], File.ReadAllBytes(path));
            events.Add("flushed to the disk");
        }));
        Assert.Equal(["written", "flushed to the disk"], events);
        Assert.Equal([2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_flush_that_fails_leaves_the_old_file()
    {
        var path = _folder.File("a.bin");
        File.WriteAllBytes(path, [1]);
        Assert.Throws<IOException>(() => AtomicFile.Write(path, static stream => stream.Write([2]), static (temporary, options) =>
            new RecordingStream(temporary, options, static () => throw new IOException("the disk is full"))));
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Equal(["a.bin"], _folder.Files);
    }

    [SkippableTheory]
    [InlineData(Private)]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead)]
    public void The_mode_is_kept_and_nobody_else_reads_before(UnixFileMode mode)
    {
        Skip.If(OperatingSystem.IsWindows(), "Modes are those of Unix.");
        var path = _folder.File("a.bin");
        File.WriteAllBytes(path, [1]);
        SetMode(path, mode);
        AtomicFile.Write(path, stream =>
        {
            stream.Write([2]);
            Assert.Equal(Private, Mode(Directory.GetFiles(Path.GetDirectoryName(path)!, ".*").Single()));
        });
        Assert.Equal(mode, Mode(path));
    }

    [SkippableFact]
    public void A_new_file_has_the_mode_of_every_new_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "Modes are those of Unix.");
        File.WriteAllBytes(_folder.File("other.bin"), [1]);
        AtomicFile.Write(_folder.File("a.bin"), static stream => stream.Write([2]));
        Assert.Equal(Mode(_folder.File("other.bin")), Mode(_folder.File("a.bin")));
    }

    [SkippableFact]
    public void The_owner_is_kept()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only an administrator may give files away.");
        var path = _folder.File("a.bin");
        File.WriteAllBytes(path, [1]);
        Assert.True(FileStatus.TryChangeOwner(path, 1234, 5678));
        SetMode(path, Private | UnixFileMode.GroupRead);
        AtomicFile.Write(path, static stream => stream.Write([2]));
        Assert.Equal(new FileStatus(FileKind.File, 1234, 5678), FileStatus.Of(path));
        Assert.Equal(Private | UnixFileMode.GroupRead, Mode(path));
    }

    [SkippableFact]
    public void A_symbolic_link_stays_and_its_target_is_replaced()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        var target = _folder.File("target.bin");
        Directory.CreateDirectory(_folder.File("links"));
        File.WriteAllBytes(target, [1]);
        SetMode(target, Private);
        File.CreateSymbolicLink(_folder.File("links/first"), "../target.bin");
        File.CreateSymbolicLink(_folder.File("links/second"), "first");
        AtomicFile.Write(_folder.File("links/second"), static stream => stream.Write([2]));
        Assert.Equal([2], File.ReadAllBytes(target));
        Assert.Equal(Private, Mode(target));
        Assert.Equal("first", new FileInfo(_folder.File("links/second")).LinkTarget);
        Assert.Equal(["links", "target.bin"], _folder.Files);

        // A link to nothing yet.
        File.CreateSymbolicLink(_folder.File("links/third"), "../new.bin");
        AtomicFile.Write(_folder.File("links/third"), static stream => stream.Write([3]));
        Assert.Equal([3], File.ReadAllBytes(_folder.File("new.bin")));
        Assert.Equal("../new.bin", new FileInfo(_folder.File("links/third")).LinkTarget);

        File.CreateSymbolicLink(_folder.File("links/circle"), "circle");
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(_folder.File("links/circle"), static stream => stream.Write([4])));
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(_folder.File("folder"));
        Refused(_folder.File("folder"), "is a folder");
        Refused(_folder.File("folder/"), "a folder");
        Refused(_folder.File("missing/"), "names a folder");
        Assert.Equal(["folder"], _folder.Files);
    }

    [SkippableFact]
    public void A_pipe_and_a_device_are_refused_and_stay()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pipes and devices have paths on Linux.");
        var pipe = _folder.File("pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        Assert.True(Task.Run(() => Refused(pipe, "is no regular file")).Wait(Patience), "Writing over a pipe waits for someone to read.");
        Refused("/dev/null", "is no regular file");
        File.CreateSymbolicLink(_folder.File("link"), "/dev/null");
        Refused(_folder.File("link"), "is no regular file");
        Assert.Equal(FileKind.Other, FileStatus.Of("/dev/null")!.Value.Kind);
        Assert.Equal(["link", "pipe"], _folder.Files);
    }

    [Theory]
    [InlineData('a', 255)]
    [InlineData('ä', 127)]
    public void Names_may_be_as_long_as_the_system_allows(char letter, int length)
    {
        var path = _folder.File(new string(letter, length));
        AtomicFile.Write(path, static stream => stream.Write([1]));
        AtomicFile.Write(path, static stream => stream.Write([2]));
        Assert.Equal([2], File.ReadAllBytes(path));
        Assert.Single(_folder.Files);
    }

    [Fact]
    public void What_killed_processes_left_is_deleted_and_what_is_alive_stays()
    {
        // .ssngen-MACHINE-PROCESS-START-RANDOM.tmp of this process, and what others would have written.
        var own = TemporaryFiles.NewName();
        var parts = own.Split('-');
        string Of(string machine, string process, string start, string random) => string.Join('-', parts[0], machine, process, start, random + ".tmp");
        using var child = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        var living = TemporaryFiles.Start(Environment.ProcessId)!;
        child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        var dead = Of(parts[1], $"{child.Id}", "1", "dead");
        var reused = Of(parts[1], parts[2], "1", "reused");
        var locked = Of(parts[1], $"{child.Id}", "1", "locked");
        var foreign = Of("0123456789ab", "1", "1", "foreign");
        var forgotten = Of("0123456789ab", "1", "1", "forgotten");
        string[] others = ["weights.tmp", ".ssngen-.tmp", ".ssngen-1-2-3-4-5.tmp", ".ssngen-a-b-c-d.tmp", ".ssngen-notes.txt"];
        foreach (var name in new[] { own, dead, reused, locked, foreign, forgotten }.Concat(others))
        {
            File.WriteAllBytes(_folder.File(name), [1]);
        }

        Assert.Equal(parts[3], living);
        File.SetLastWriteTimeUtc(_folder.File(forgotten), DateTime.UtcNow.AddDays(-2));
        using (new FileStream(_folder.File(locked), FileMode.Open, FileAccess.Write, FileShare.None))
        {
            AtomicFile.Write(_folder.File("a.bin"), static stream => stream.Write([1]));
        }

        Assert.Equal(new[] { "a.bin", own, locked, foreign }.Concat(others).Order(StringComparer.Ordinal), _folder.Files);
    }

    [Fact]
    public void Writers_at_once_do_not_delete_each_others_files()
    {
        var path = _folder.File("a.bin");
        Parallel.For(0, 200, i => AtomicFile.Write(path, stream => stream.Write(BitConverter.GetBytes(i))));
        Assert.InRange(BitConverter.ToInt32(File.ReadAllBytes(path)), 0, 199);
        Assert.Equal(["a.bin"], _folder.Files);
    }

    [Fact]
    public async Task A_reader_at_any_time_finds_a_whole_file()
    {
        var path = _folder.File("a.bin");
        AtomicFile.Write(path, static stream => stream.Write(new byte[1000]));
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                AtomicFile.Write(path, static stream => stream.Write(new byte[1000]));
            }
        });
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(1000, File.ReadAllBytes(path).Length);
        }

        await stop.CancelAsync();
        await writer.WaitAsync(Patience);
    }

    private static void Refused(string path, string message)
    {
        var thrown = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, static stream => stream.Write([1])));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, thrown.Message, StringComparison.Ordinal);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private sealed class RecordingStream(string path, FileStreamOptions options, Action flushed) : FileStream(path, options)
    {
        public override void Flush(bool flushToDisk)
        {
            base.Flush(flushToDisk);
            if (flushToDisk)
            {
                flushed();
            }
        }
    }
}
