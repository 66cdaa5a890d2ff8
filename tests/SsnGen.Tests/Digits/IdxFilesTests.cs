using System.Buffers.Binary;
using System.IO.Compression;
using Digits.Data;

namespace SsnGen.Tests.Digits;

public sealed class IdxFilesTests : IDisposable
{
    private const uint ImagesMagic = 0x0803;
    private const uint LabelsMagic = 0x0801;

    private readonly string _folder = Directory.CreateTempSubdirectory("ssngen-idx-").FullName;

    public IdxFilesTests()
    {
        Write(IdxFiles.TrainImages, Header(ImagesMagic, 3, 28, 28), Images(3));
        Write(IdxFiles.TrainLabels, Header(LabelsMagic, 3), [5, 0, 9]);
        Write(IdxFiles.TestImages, Header(ImagesMagic, 1, 28, 28), Images(1));
        Write(IdxFiles.TestLabels, Header(LabelsMagic, 1), [7]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Images_and_labels_are_read_in_order()
    {
        var digits = DigitData.Load(_folder);

        Assert.Equal([5, 0, 9], digits.Train.Labels);
        Assert.Equal([7], digits.Test.Labels);
        for (var i = 0; i < 3; i++)
            Assert.All(digits.Train.Image(i).ToArray(), pixel => Assert.Equal((100 + i) / 255f, pixel, 1e-6f));
        Assert.Contains(_folder, digits.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_files_give_the_same()
    {
        var plain = IdxFiles.Load(_folder);
        foreach (var file in Directory.GetFiles(_folder))
            Compress(file);

        Assert.True(IdxFiles.AreIn(_folder));
        var unpacked = IdxFiles.Load(_folder);

        Assert.Equal(plain.Train.Images, unpacked.Train.Images);
        Assert.Equal(plain.Test.Labels, unpacked.Test.Labels);
    }

    [Theory]
    [InlineData(0x0801u, 3, 28, 28, 3 * 784, "starts with the number 0x00000801")]
    [InlineData(0x03080000u, 3, 28, 28, 3 * 784, "starts with the number 0x03080000")]
    [InlineData(0x0803u, 3, 32, 28, 3 * 784, "dimension 1 is 32; expected is 28")]
    [InlineData(0x0803u, 3, 28, 27, 3 * 784, "dimension 2 is 27; expected is 28")]
    [InlineData(0x0803u, 3, 28, 28, 3 * 784 - 1, "there are 2351")]
    [InlineData(0x0803u, 3, 28, 28, 3 * 784 + 1, "there are 2353")]
    [InlineData(0x0803u, -1, 28, 28, 0, "4294967295 elements take 3367254359280 bytes")]
    [InlineData(0x0803u, 2, 28, 28, 2 * 784, "has 2 images, but")]
    public void Malformed_images_are_refused(uint magic, int count, int height, int width, int bytes, string message)
    {
        Write(IdxFiles.TrainImages, Header(magic, count, height, width), new byte[bytes]);
        AssertRefused(IdxFiles.TrainImages, message);
    }

    [Theory]
    [InlineData(new byte[] { 5, 0, 10 }, "label 2 is 10")]
    [InlineData(new byte[] { 5, 0 }, "there are 2")]
    public void Malformed_labels_are_refused(byte[] labels, string message)
    {
        Write(IdxFiles.TrainLabels, Header(LabelsMagic, 3), labels);
        AssertRefused(IdxFiles.TrainLabels, message);
    }

    [Fact]
    public void Files_that_end_within_the_header_are_refused()
    {
        Write(IdxFiles.TestImages, Header(ImagesMagic, 1, 28));
        AssertRefused(IdxFiles.TestImages, "ends within its header: 12 bytes of 16");
    }

    [Fact]
    public void Files_without_images_are_refused()
    {
        Write(IdxFiles.TestImages, Header(ImagesMagic, 0, 28, 28));
        Write(IdxFiles.TestLabels, Header(LabelsMagic, 0));
        AssertRefused(IdxFiles.TestImages, "has no images");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(30)]
    public void Truncated_archives_are_refused(int length)
    {
        var archive = Compress(Path.Combine(_folder, IdxFiles.TrainImages));
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..length]);
        AssertRefused(IdxFiles.TrainImages + ".gz", "");
    }

    [Fact]
    public void Archives_that_unpack_to_more_than_there_is_memory_are_refused()
    {
        var archive = Path.Combine(_folder, IdxFiles.TrainImages + ".gz");
        File.Delete(Path.Combine(_folder, IdxFiles.TrainImages));
        using (var stream = new GZipStream(File.Create(archive), CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i <= 1024; i++)
                stream.Write(zeros);
        }

        AssertRefused(IdxFiles.TrainImages + ".gz", "unpacks to more than 1073741824 bytes");
    }

    [Fact]
    public void Files_that_are_no_archives_are_refused()
    {
        File.Move(Path.Combine(_folder, IdxFiles.TrainImages), Path.Combine(_folder, IdxFiles.TrainImages + ".gz"));
        AssertRefused(IdxFiles.TrainImages + ".gz", "not a whole gzip file");
    }

    [Fact]
    public void Missing_files_are_named()
    {
        File.Delete(Path.Combine(_folder, IdxFiles.TestLabels));
        var failure = Assert.Throws<FileNotFoundException>(() => IdxFiles.Load(_folder));
        Assert.Contains(IdxFiles.TestLabels, failure.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(string file, string message)
    {
        var failure = Assert.Throws<InvalidDataException>(() => IdxFiles.Load(_folder));
        Assert.Contains(Path.Combine(_folder, file), failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private void Write(string name, params byte[][] parts) =>
        File.WriteAllBytes(Path.Combine(_folder, name), [.. parts.SelectMany(part => part)]);

    private static string Compress(string file)
    {
        var archive = file + ".gz";
        using (var stream = new GZipStream(File.Create(archive), CompressionLevel.Fastest))
            stream.Write(File.ReadAllBytes(file));
        File.Delete(file);
        return archive;
    }

    /// <summary>Images of one grey each: 100, 101, …</summary>
    private static byte[] Images(int count) => [.. Enumerable.Range(0, count * 784).Select(i => (byte)(100 + i / 784))];

    private static byte[] Header(uint magic, params int[] sizes)
    {
        var header = new byte[4 + 4 * sizes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(header, magic);
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), sizes[i]);
        return header;
    }
}
