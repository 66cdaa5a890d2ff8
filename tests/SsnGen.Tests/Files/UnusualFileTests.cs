using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;

namespace SsnGen.Tests.Files;

/// <summary>Paths and streams that are no ordinary weight files: one exception, a short message, and never a wait.</summary>
public sealed class UnusualFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = _folder.File("missing.safetensors");
        Assert.IsType<FileNotFoundException>(Refused(path, "there is no such file").InnerException);
        Assert.IsType<DirectoryNotFoundException>(Refused(_folder.File("no/folder"), "there is no such file").InnerException);
    }

    [Fact]
    public void A_folder_is_refused() => Refused(Path.GetDirectoryName(_folder.File("a"))!, "it is a folder");

    [SkippableFact]
    public void A_file_that_may_not_be_read_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Every file may be read here.");
        var path = _folder.File("secret.safetensors");
        File.WriteAllBytes(path, Sample());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        Assert.IsType<UnauthorizedAccessException>(Refused(path, "this user may not read it").InnerException);
    }

    [SkippableFact]
    public void A_pipe_and_a_device_are_refused_at_once()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pipes and devices have paths on Linux.");
        var pipe = _folder.File("pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        var loading = Task.Run(() => Refused(pipe, "it is no regular file"));
        Assert.True(loading.Wait(Patience), "Loading from a pipe waits for someone to write.");
        Refused("/dev/null", "it is no regular file");
    }

    [Fact]
    public void A_stream_that_fails_is_refused()
    {
        var thrown = Assert.Throws<WeightsException>(() => NetworkWeights.Load(new EndlessStream([], failsAt: 0), "broken"));
        Assert.Equal("broken: it cannot be read: the line is dead", thrown.Message);
        Assert.IsType<IOException>(thrown.InnerException);
    }

    // The stream does not fit one array, as it once had to; of tensors that are not asked for nothing is kept.
    [Fact]
    public void A_stream_of_more_than_2_GB_is_read_tensor_by_tensor()
    {
        const long Length = 1_100_000_000;
        string Entry(string name, int index) => $"\"{name}\":{{\"dtype\":\"U8\",\"shape\":[{Length}],\"data_offsets\":[{index * Length},{(index + 1) * Length}]}}";
        var start = Format($"{{{Entry("a", 0)},{Entry("b", 1)},\"c\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[{2 * Length},{(2 * Length) + 4}]}}}}", []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var weights = NetworkWeights.Load(new EndlessStream(start, start.Length + (2 * Length) + 4), options: new LoadOptions { Only = static name => name == "c" });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.Equal(["c"], weights.Names);
        Assert.Equal([0f], weights.Get("c", 1));
    }

    [Fact]
    public void A_stream_of_unknown_length_is_checked_as_a_file_is()
    {
        var bytes = Sample();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<WeightsException>(() => NetworkWeights.Load(new EndlessStream(bytes[..length], length)));
        }

        Assert.Equal([1f, 2f], NetworkWeights.Load(new EndlessStream(bytes, bytes.Length)).Get("a", 2));
        Assert.Contains("more bytes follow", Assert.Throws<WeightsException>(() => NetworkWeights.Load(new EndlessStream(bytes, bytes.Length + 1))).Message, StringComparison.Ordinal);

        // Nothing like the 2 GB that it claims is reserved for a tensor that never comes.
        var claims = Format("""{"a":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""", []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WeightsException>(() => NetworkWeights.Load(new EndlessStream(claims, claims.Length)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_file_cut_while_it_is_read_is_refused()
    {
        var path = _folder.File("weights.safetensors");
        File.WriteAllBytes(path, Sample());
        using var stream = new CutStream(path);
        var thrown = Assert.Throws<WeightsException>(() => NetworkWeights.Load(stream, path));
        Assert.Contains("the file is truncated: its data end at byte", thrown.Message, StringComparison.Ordinal);
    }

    // A program that cares for no lock: what was mapped would end this process by SIGBUS.
    [SkippableFact]
    public void A_file_cut_or_gone_after_it_was_opened_changes_nothing()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere nobody can cut a file that is open.");
        var path = _folder.File("weights.safetensors");
        File.WriteAllBytes(path, Sample());
        using var file = SafetensorsFile.Open(path);
        using (var cut = Process.Start("truncate", ["-s", "1", path]))
        {
            cut.WaitForExit();
        }

        Assert.Equal(1, new FileInfo(path).Length);
        Assert.Equal([1f, 2f], file.ToFloats(file.Tensors[0]));
        File.Delete(path);
        Assert.Equal([1f, 2f], file.ToFloats(file.Tensors[0]));
    }

    [Theory]
    [InlineData("[2147483647,2147483647,0]")]
    [InlineData("[0,2147483647]")]
    [InlineData("[0]")]
    public void A_shape_with_a_zero_has_no_bytes(string shape)
    {
        using var file = SafetensorsFile.Read(new MemoryStream(Format($$$"""{"a":{"dtype":"F64","shape":{{{shape}}},"data_offsets":[0,0]}}""", [])));
        Assert.Equal(0, Assert.Single(file.Tensors).ByteCount);
        Assert.Empty(file.ToFloats(file.Tensors[0]));
    }

    [Fact]
    public void A_tensor_of_an_unknown_type_is_listed_and_refused_only_where_it_is_needed()
    {
        var bytes = Format("""{"a":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"F4","shape":[2],"data_offsets":[3,4]},"c":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]}}""", [1, 2, 3, 4, 0x80, 0x3F]);
        using var file = SafetensorsFile.Read(new MemoryStream(bytes));
        Assert.Equal(["a: F8_E4M3 [3]", "b: F4 [2]", "c: BF16 [1]"], file.Tensors.Select(static tensor => tensor.ToString()));
        Assert.Equal((SafetensorsType.Other, "F8_E4M3", 0), (file.Tensors[0].Type, file.Tensors[0].TypeName, file.Tensors[0].Length));
        Assert.Equal([1, 2, 3], file.GetBytes(file.Tensors[0]).ToArray());
        Assert.Contains("its dtype is F8_E4M3", Assert.Throws<WeightsException>(() => file.ToFloats(file.Tensors[0])).Message, StringComparison.Ordinal);

        var weights = NetworkWeights.Load(new MemoryStream(bytes));
        Assert.Equal([1f], weights.Get("c", 1));
        Assert.Contains("tensor 'a': its dtype is F8_E4M3; the network needs F32 [3]", Assert.Throws<WeightsException>(() => weights.Get("a", 3)).Message, StringComparison.Ordinal);
        Assert.Contains("tensor 'b': its dtype is F4; the network needs I64", Assert.Throws<WeightsException>(() => weights.Integers("b", 2)).Message, StringComparison.Ordinal);
    }

    private static WeightsException Refused(string path, string message)
    {
        var thrown = Assert.Throws<WeightsException>(() => NetworkWeights.Load(path));
        Assert.StartsWith($"{path}: {message}", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(thrown.Message, Assert.Throws<WeightsException>(() => SafetensorsFile.Open(path)).Message);
        Assert.Equal((path, null), (thrown.File, thrown.Tensor));
        return thrown;
    }

    private static byte[] Sample() => Format("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);

    private static byte[] Format(string header, byte[] data)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, Encoding.UTF8.GetByteCount(header));
        return [.. prefix, .. Encoding.UTF8.GetBytes(header), .. data];
    }

    /// <summary>Bytes, then zeros, as a pipe gives them: a few at a time, and nobody knows how many.</summary>
    private sealed class EndlessStream(byte[] start, long length = 0, long failsAt = -1) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_position == failsAt)
            {
                throw new IOException("the line is dead");
            }

            var isStart = _position < start.Length;
            var count = (int)Math.Min(buffer.Length, isStart ? Math.Min(7, start.Length - _position) : length - _position);
            if (isStart)
            {
                start.AsSpan((int)_position, count).CopyTo(buffer);
            }

            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A file that another program cuts once its header was read.</summary>
    private sealed class CutStream(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0)
    {
        private int _reads;

        public override int Read(Span<byte> buffer)
        {
            if (++_reads == 3)
            {
                using var other = new FileStream(Name, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                other.SetLength(other.Length - 3);
            }

            return base.Read(buffer);
        }
    }
}
