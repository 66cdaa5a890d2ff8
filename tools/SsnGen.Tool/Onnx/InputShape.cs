using SsnGen.Onnx.Format;
using static SsnGen.Onnx.Format.TensorShapeProto.Types;

namespace SsnGen.Tool.Onnx;

/// <summary>The shape of one sample of an input of a model.</summary>
internal static class InputShape
{
    /// <summary>Reads it.</summary>
    /// <param name="info">The input.</param>
    /// <returns>The shape, whether it is a vector, and the size of the batch where it is fixed.</returns>
    /// <exception cref="UnsupportedException">It is of another type, or no batch of vectors, sequences, pictures or clips of a known size.</exception>
    public static (Shape Shape, bool IsFlat, long? Batch) Of(ValueInfoProto info)
    {
        var type = info.Type?.TensorType ?? throw new UnsupportedException("it is no tensor");
        if (type.ElemType != TensorProto.Types.DataType.Float)
        {
            throw new UnsupportedException($"its values are of the type {type.ElemType}, and networks read float32: export the model before it converts pixels, and give [SsnModel] PixelMean and PixelScale");
        }

        var dims = type.Shape?.Dim ?? throw new UnsupportedException("it has no shape");
        if (dims.Count is < 2 or > 5)
        {
            throw new UnsupportedException($"it has {dims.Count} dimensions: a batch of vectors has 2, of sequences 3, of pictures 4, of clips 5");
        }

        for (var i = 1; i < dims.Count; i++)
        {
            if (dims[i].ValueCase != Dimension.ValueOneofCase.DimValue || dims[i].DimValue is < 1 or > Window.MostPixels)
            {
                throw new UnsupportedException($"its dimension {i + 1} is {Words(dims[i])}: sizes are compiled into a network, so export the model with a fixed one");
            }
        }

        int[] sizes = [.. dims.Skip(1).Select(static d => (int)d.DimValue)];
        if (sizes.Aggregate(1L, static (product, size) => product > int.MaxValue ? product : product * size) > int.MaxValue)
        {
            throw new UnsupportedException("one sample of it is larger than any network reads");
        }

        long? batch = dims[0].ValueCase == Dimension.ValueOneofCase.DimValue && dims[0].DimValue > 0 ? dims[0].DimValue : null;
        return (sizes.Length == 1 ? new Shape(sizes[0], 1, 1) : Shape.Of(sizes[0], sizes[1..]), sizes.Length == 1, batch);
    }

    private static string Words(Dimension dimension) => dimension.ValueCase switch
    {
        Dimension.ValueOneofCase.DimValue => dimension.DimValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Dimension.ValueOneofCase.DimParam => $"free ('{Problems.Shortened(dimension.DimParam)}')",
        _ => "not given",
    };
}
