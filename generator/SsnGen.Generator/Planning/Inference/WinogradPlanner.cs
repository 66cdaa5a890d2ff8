using SsnGen.Inference;

namespace SsnGen.Generator.Planning.Inference;

/// <summary>Decides which convolutions are computed by Winograd's minimal filtering, and in strips of which size.</summary>
internal static class WinogradPlanner
{
    /// <summary>Floats of transformed input that a strip may have: half of a second-level cache of 1 MiB.</summary>
    private const int MostInputs = 128 * 1024;

    /// <summary>
    /// Floats of working memory, 16 MiB, that one row of tiles may take: it would come from no cache, and each worker has its own,
    /// of which a buffer has to hold those of a whole team.
    /// </summary>
    private const long MostScratch = 1 << 22;

    /// <summary>Pieces, of one strip and one unit each, that a layer should have for a team to share.</summary>
    private const int Pieces = 8;

    /// <summary>Tiles below which a strip would not fill the registers, however many pieces that makes.</summary>
    private const int FewestTiles = 7;

    /// <summary>Cycles in which a tile's 16 points of 16 channels are transformed, there or back.</summary>
    private const long TransformCost = 44;

    /// <summary>
    /// Whether a layer gains by it. The products are fewer by a factor of 2.25, but there are transforms, and tiles that
    /// reach beyond an odd height or width; nor are there zeros to read where padding is skipped.
    /// </summary>
    public static bool Suits(LayerPlan layer, TensorPlan source)
    {
        if (!Covers(layer) || PaddingPlanner.Suits(layer) || !source.IsBlocked || ConvolutionPlanner.IsDepthwise(layer, source))
        {
            return false;
        }

        long inputs = source.Blocks * Frames(layer);
        long outputs = Ceiling.Divide(layer.Output.Channels, InferencePlan.Block);
        if (WinogradTile.Points * InferencePlan.Block * (inputs + 2) * TileCount(layer.Output.Width) > MostScratch)
        {
            return false;
        }

        var tiles = (long)TileCount(layer.Output.Height) * TileCount(layer.Output.Width) * layer.Output.Depth;
        var products = InferencePlan.Block * inputs * outputs;
        var winograd = tiles * ((WinogradTile.Points * products) + (TransformCost * (inputs + (2 * outputs))));
        var direct = layer.Output.SlabSize * 9L * products;
        return winograd * 10 < direct * 9;
    }

    /// <summary>
    /// Whether it covers a layer: where taps lie d pixels apart, pixels of every d-th row and column are each a convolution of their own,
    /// whose tiles must cover the output.
    /// </summary>
    public static bool Covers(LayerPlan layer) =>
        layer.Producer is Producer.Conv { Window: { Rows: { Kernel: 3, Stride: 1, Dilation: var d }, Columns: { Kernel: 3, Stride: 1 } columns }, Groups: 1 }
        && columns.Dilation == d
        && (d == 1 || (layer.Output.Height % (WinogradTile.Outputs * d) == 0 && layer.Output.Width % (WinogradTile.Outputs * d) == 0));

    // What the kernel sees of other frames is as if it were of more channels.
    private static int Frames(LayerPlan layer) => ((Producer.Conv)layer.Producer).Window.Frames.Kernel;

    /// <summary>Plans a layer that it suits.</summary>
    public static WinogradPlan Plan(LayerPlan layer, int inputBlocks, int unitBlocks, int mostPixels)
    {
        inputBlocks *= Frames(layer);
        var rows = TileCount(layer.Output.Height);
        var columns = TileCount(layer.Output.Width);
        var units = Ceiling.Divide(layer.Output.Channels, InferencePlan.Block * unitBlocks);
        var cached = MostInputs / (WinogradTile.Points * InferencePlan.Block * inputBlocks * columns);
        var shared = Math.Max(rows * units * layer.Output.Depth / Pieces, Ceiling.Divide(FewestTiles, columns));
        var most = Math.Max(1, Math.Min(rows, Math.Min(cached, shared)));
        var strip = Enumerable.Range(1, most).OrderBy(r => Cost(rows, columns, r, unitBlocks, mostPixels)).First();
        return new WinogradPlan(rows, columns, strip, inputBlocks, unitBlocks);
    }

    private static int TileCount(int outputs) => Ceiling.Divide(outputs, WinogradTile.Outputs);

    // Cycles per input channel: the multiply-adds of each register tile, at least as many as their latency takes, and
    // the weights, which each strip reads again.
    private static int Cost(int rows, int columns, int stripRows, int unitBlocks, int mostPixels)
    {
        const int Least = 10;
        const int WeightsPerBlock = 2;
        var (strips, last) = (rows / stripRows, rows % stripRows);
        return (strips * Strip(stripRows)) + (last == 0 ? 0 : Strip(last));

        int Strip(int count)
        {
            var (tiles, pixels, rest) = ConvolutionPlanner.Cut(count * columns, mostPixels);
            return (tiles * Tile(pixels)) + (rest == 0 ? 0 : Tile(rest)) + (WeightsPerBlock * unitBlocks);
        }

        int Tile(int pixels) => Math.Max(pixels * unitBlocks, Least) + 1;
    }
}
