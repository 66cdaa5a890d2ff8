using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Pictures whose rows are those of another height, and whose columns are not changed yet.</summary>
internal sealed class NearestRows(DraftValue of, int height) : Imported
{
    /// <summary>The rows of pictures.</summary>
    public static NearestRows Of(ImportedValue x, int axis, long[] rows) =>
        x.Value.Shape.Rank == 2 && axis == 2 && AreNearest(rows, x.Value.Shape.Height)
            ? new NearestRows(x.Value, rows.Length)
            : throw new UnsupportedException("it takes some of the pixels or channels, and only the nearest ones of another size are taken");

    /// <summary>The layer, once the columns follow.</summary>
    public DraftLayer Resize(GraphReading graph, int axis, long[] columns) =>
        axis == 3 && AreNearest(columns, of.Shape.Width)
            ? graph.Add(new Producer.ResizeNearest(height, columns.Length), of)
            : throw new UnsupportedException("it takes columns that are not the nearest ones of another width");

    private static bool AreNearest(long[] places, int size) => places.Length > 0 && places.Select((p, i) => p == (long)i * size / places.Length).All(static isNearest => isNearest);
}
