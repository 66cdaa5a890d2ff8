using System.Text;
using ScottPlot;
using SkiaSharp;

namespace SsnGen.Tool.Plots;

/// <summary>One picture: some plots side by side.</summary>
/// <param name="Name">Its name, that of its file without ending.</param>
/// <param name="Title">What it shows, in a sentence.</param>
/// <param name="Plots">The plots, row by row.</param>
/// <param name="Columns">How many stand in a row.</param>
/// <param name="Width">The width of one in pixels.</param>
/// <param name="Height">The height of one.</param>
internal sealed record Page(string Name, string Title, IReadOnlyList<Plot> Plots, int Columns, int Width, int Height)
{
    private int Rows => (Plots.Count + Columns - 1) / Columns;

    private SKSizeI Size => new(Columns * Width, Rows * Height);

    /// <summary>It as PNG.</summary>
    public byte[] Png()
    {
        using var bitmap = new SKBitmap(Size.Width, Size.Height);
        using var canvas = new SKCanvas(bitmap);
        Draw(canvas);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    /// <summary>It as SVG.</summary>
    public string Svg()
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Size.Width, Size.Height), stream))
        {
            Draw(canvas);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        for (var i = 0; i < Plots.Count; i++)
        {
            var (left, top) = (i % Columns * Width, i / Columns * Height);

            // Each would clear all of the picture.
            Plots[i].RenderManager.ClearCanvasBeforeEachRender = false;
            Plots[i].Render(canvas, new PixelRect(left, left + Width, top + Height, top));
        }
    }
}
