using BigGustave;
using Samples.CommandLine;

namespace Samples.Showing;

/// <summary>A picture to put others into, and to look at.</summary>
/// <param name="height">Its height in pixels.</param>
/// <param name="width">Its width in pixels.</param>
public sealed class Picture(int height, int width)
{
    // Blue, green, red, opaque; white to begin with.
    private readonly byte[] _pixels = [.. Enumerable.Repeat(byte.MaxValue, 4 * height * width)];

    /// <summary>Puts pixels into it.</summary>
    /// <param name="pixels">The pixels, [height, width, 3]: red, green, blue.</param>
    /// <param name="across">How many pixels a row of them has.</param>
    /// <param name="top">The row of the first one.</param>
    /// <param name="left">The column of the first one.</param>
    /// <param name="scale">How many pixels high and wide each becomes.</param>
    public void Put(ReadOnlySpan<byte> pixels, int across, int top, int left, int scale = 1)
    {
        for (var i = 0; i < pixels.Length / 3 * scale * scale; i++)
        {
            var (pixel, part) = Math.DivRem(i, scale * scale);
            var (y, x) = (top + (pixel / across * scale) + (part / scale), left + (pixel % across * scale) + (part % scale));
            var place = 4 * ((y * width) + x);
            (_pixels[place], _pixels[place + 1], _pixels[place + 2]) = (pixels[(3 * pixel) + 2], pixels[(3 * pixel) + 1], pixels[3 * pixel]);
        }
    }

    /// <summary>Where a sample's pictures go: <c>artifacts/NAME</c> of the repository, or of the current folder where the program is elsewhere.</summary>
    /// <param name="sample">The name of the sample.</param>
    public static string Folder(string sample) => Path.Combine(Repository.Root ?? "", "artifacts", sample);

    /// <summary>Writes it as a PNG file; folders on the way are created.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = File.Create(path);
        PngBuilder.FromBgra32Pixels(_pixels, width, height).Save(file);
    }
}
