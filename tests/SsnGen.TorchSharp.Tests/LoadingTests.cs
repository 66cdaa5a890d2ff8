using System.Text;
using TorchSharp;

namespace SsnGen.TorchSharp.Tests;

public sealed class LoadingTests
{
    [Fact]
    public void Torch_computes_after_loading()
    {
        NativeLibTorch.EnsureLoaded();
        NativeLibTorch.EnsureLoaded();

        using var sum = torch.arange(5, torch.float32).sum();

        Assert.Equal(10f, sum.item<float>());
    }

    [SkippableFact]
    public void Weakening_changes_one_byte_once()
    {
        var path = NativeLibTorch.SearchFolders().Select(f => Path.Combine(f, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
        Skip.If(path is null, "TorchSharp's library for Linux is not here.");
        var original = File.ReadAllBytes(path);
        var edited = original.ToArray();

        Assert.True(ElfImage.WeakenRequiredVersion(edited, "GLIBCXX_3.4.32"));

        var changes = Enumerable.Range(0, original.Length).Where(i => original[i] != edited[i]).ToArray();
        Assert.Single(changes);
        Assert.Equal(2, edited[changes[0]] ^ original[changes[0]]);
        Assert.False(ElfImage.WeakenRequiredVersion(edited, "GLIBCXX_3.4.32"));
        Assert.False(ElfImage.WeakenRequiredVersion(edited, "GLIBCXX_3.4.3200"));
    }

    [Fact]
    public void Malformed_images_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => ElfImage.WeakenRequiredVersion(Encoding.ASCII.GetBytes("no library"), "X"));

        var header = new byte[64];
        "\u007fELF\u0002\u0001"u8.CopyTo(header);
        header[0x20] = 0xff;
        header[0x36] = 56;
        header[0x38] = 1;
        Assert.Throws<InvalidDataException>(() => ElfImage.WeakenRequiredVersion(header, "X"));
    }
}
