using SsnGen.Files;
using SsnGen.Testing;

namespace SsnGen.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Creates_and_replaces()
    {
        var path = _folder.File("a.bin");
        AtomicFile.Write(path, static stream => stream.Write([1, 2, 3]));
        AtomicFile.Write(path, static stream => stream.Write([4]));
        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.Equal(["a.bin"], _folder.Files);
    }

    [Fact]
    public void The_old_file_is_there_until_the_new_one_is_complete()
    {
        var path = _folder.File("a.bin");
        File.WriteAllBytes(path, [1, 2, 3]);
        AtomicFile.Write(path, stream =>
        {
            stream.Write([4]);
            stream.Flush();
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        });
        Assert.Equal([4], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_write_that_fails_half_way_leaves_the_old_file_and_nothing_else()
    {
        var path = _folder.File("a.bin");
        File.WriteAllBytes(path, [1, 2, 3]);
        var thrown = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, static stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidOperationException("power cut");
        }));
        Assert.Equal("power cut", thrown.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["a.bin"], _folder.Files);
    }

    [Fact]
    public void A_rename_that_fails_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(_folder.File("occupied"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(_folder.File("occupied"), static stream => stream.Write([1])));
        Assert.Equal(["occupied"], _folder.Files);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var thrown = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(_folder.File("missing/a.bin"), static _ => { }));
        Assert.Contains("missing", thrown.Message, StringComparison.Ordinal);
    }
}
