using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Planning.Gpu;

/// <summary>Chooses the register tile of a convolution.</summary>
internal static class TilePlanner
{
    /// <summary>Sums that a thread holds: with inputs and weights beside them they leave a device enough threads to hide its memory's latency.</summary>
    private const int MostSums = 32;

    private const int MostPixels = 8;

    /// <summary>Multiply-adds in the time of one load: what the units of a multiprocessor start per cycle.</summary>
    private const int LoadCost = 4;

    /// <summary>Plans the tile that costs the least, counting what it computes beyond the layer's edges.</summary>
    public static TileKernel Plan(Shape input, Shape output, Window window, int groups, LayerEnd end)
    {
        var groupOutputs = output.Channels / groups;
        (int Vectors, int Width)[] channels = groupOutputs < 4 ? [(groupOutputs, 1)] : [(2, 4), (1, 4)];
        return channels
            .SelectMany(c => Enumerable.Range(1, Math.Min(MostPixels, output.Width)).Select(pixels =>
                new TileKernel(input, output, window, groups, c.Vectors, c.Width, pixels, end)))
            .Where(static t => t.Channels * t.Pixels <= MostSums)
            .OrderBy(Cost)
            .ThenByDescending(static t => t.StoresVectors)
            .ThenByDescending(static t => t.Pixels)
            .First();
    }

    // Of one row of taps of one input channel, over all tiles of a row of outputs.
    private static long Cost(TileKernel tile)
    {
        var taps = tile.Window.Columns.Kernel;
        var loads = (taps * tile.Vectors) + tile.Columns.Count();
        return (long)tile.GroupTiles * tile.RowTiles * ((taps * tile.Channels * tile.Pixels) + (LoadCost * loads));
    }
}
