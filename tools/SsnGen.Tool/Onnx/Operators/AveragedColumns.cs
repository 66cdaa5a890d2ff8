using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Pictures whose columns are averaged, and whose rows are not yet.</summary>
internal sealed class AveragedColumns(DraftValue of, int width) : Imported
{
    private const float Tolerance = 1e-6f;

    // As many as the generator takes.
    private const int MostWindows = 1 << 14;

    /// <summary>What a product with a matrix is, or null where it is none of these.</summary>
    public static AveragedColumns? Of(ImportedValue x, OnnxTensor matrix) =>
        x is { IsNatural: true, IsFlat: false } && x.Value.Shape.Rank == 2 && matrix.Floats is { } values && matrix.Dims is [var size, var windows] && windows > 0
            && size == x.Value.Shape.Width && AreShares(values, size, windows, isTransposed: true)
            ? new AveragedColumns(x.Value, windows)
            : null;

    /// <summary>The layer, once the rows are averaged too.</summary>
    public static DraftLayer Pool(GraphReading graph, AveragedColumns columns, OnnxTensor matrix) =>
        matrix.Floats is { } values && matrix.Dims is [var windows, var size] && windows > 0 && size == columns.Source.Shape.Height && AreShares(values, size, windows, isTransposed: false)
            ? graph.Add(new Producer.AdaptiveAveragePool(windows, columns.Width), columns.Source)
            : throw new UnsupportedException("a product with this matrix is no average of windows");

    private DraftValue Source => of;

    private int Width => width;

    // Window i of n over m pixels reaches from ⌊i·m / n⌋ to ⌈(i + 1)·m / n⌉.
    private static bool AreShares(float[] values, int size, int windows, bool isTransposed)
    {
        if (windows > MostWindows)
        {
            throw new UnsupportedException($"it makes {windows} pixels of {size}, and an average of windows has at most {MostWindows}");
        }

        for (var i = 0; i < windows; i++)
        {
            var (first, end) = ((long)i * size / windows, (((i + 1L) * size) + windows - 1) / windows);
            for (var pixel = 0; pixel < size; pixel++)
            {
                var share = pixel >= first && pixel < end ? 1f / (end - first) : 0;
                if (!(Math.Abs(values[isTransposed ? ((long)pixel * windows) + i : ((long)i * size) + pixel] - share) <= Tolerance))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
