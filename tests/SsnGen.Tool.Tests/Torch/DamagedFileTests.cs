using CsCheck;
using SsnGen.Files;
using SsnGen.Testing;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Tests.Torch;

/// <summary>Files with changed bytes are read or refused by one kind of exception, with little memory.</summary>
public sealed class DamagedFileTests : IDisposable
{
    // What a small file may claim is 64 MB; it is not there, and is claimed once.
    private const long MostMemory = 100_000_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Changed_bytes_are_read_or_refused(bool isLegacy)
    {
        var whole = Sample(isLegacy);
        var refused = 0;
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                var bytes = whole.ToArray();
                foreach (var (place, value) in changes)
                {
                    bytes[place] = value;
                }

                refused += IsRead(bytes) ? 0 : 1;
            },
            iter: 800,
            threads: 1);
        Assert.InRange(refused, 50, 799);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_anywhere_is_refused(bool isLegacy)
    {
        var whole = Sample(isLegacy);
        for (var length = 0; length < whole.Length; length += 3)
        {
            Assert.False(IsRead(whole[..length]), $"{length} of {whole.Length} bytes");
        }

        Assert.True(IsRead(whole));
    }

    private byte[] Sample(bool isLegacy)
    {
        var path = _folder.File("whole");
        var shared = TorchValue.Floats([1, 2, 3, 4], 2, 2);
        var root = new Dictionary<string, object>
        {
            ["epoch"] = 3L,
            ["state_dict"] = new Dictionary<string, object> { ["a.weight"] = shared, ["b.weight"] = shared with { Shape = [2], Strides = [2] }, ["n"] = TorchValue.Longs([5], 1) },
        };
        if (isLegacy)
        {
            TorchWriter.Legacy(path, root);
        }
        else
        {
            TorchWriter.Zip(path, root);
        }

        return File.ReadAllBytes(path);
    }

    private bool IsRead(byte[] bytes)
    {
        var path = _folder.File("damaged");
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var file = TensorFile.Open(path);
            foreach (var tensor in file.Tensors)
            {
                Assert.Equal(tensor.Bytes, file.ToBytes(tensor).Length);
            }

            return true;
        }
        catch (WeightsException error)
        {
            Assert.InRange(error.Message.Length, 10, 750);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        }
    }
}
