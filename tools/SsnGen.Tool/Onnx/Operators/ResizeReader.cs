namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads what gives pictures another size. Of the many rules by which runtimes place pixels, those are taken that place them as ours.</summary>
internal sealed class ResizeReader : OperatorReader
{
    private const double Tolerance = 1e-4;
    private const int MostPixels = 1 << 20;

    public override int MostInputs => 4;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Pictures(node, 0);
        var shape = x.Value.Shape;
        if (shape.Rank != 2)
        {
            throw new UnsupportedException("it is for pictures, [N, C, H, W]");
        }

        var isOld = node.Type == "Upsample" || node.OperatorSet < 11;
        var mode = node.Text("mode", "nearest");
        var transformation = isOld ? "asymmetric" : node.Text("coordinate_transformation_mode", "half_pixel");
        var rounding = isOld ? null : node.Text("nearest_mode", "round_prefer_floor");
        node.Require("antialias", 0, "no layer smooths before it shrinks");
        node.Require("exclude_outside", 0, "it is for cubic interpolation");
        node.Ignore("cubic_coeff_a", "extrapolation_value");
        if (node.Text("keep_aspect_ratio_policy", "stretch") is not "stretch" and var policy)
        {
            throw new UnsupportedException($"its keep_aspect_ratio_policy is {Problems.Shortened(policy)}: export it with the size that follows");
        }

        var (rows, columns) = Sides(node, graph, shape, isOld);
        graph.Budget.Spend(4L * (rows.Resized + columns.Resized));
        var layer = graph.Add(Producer(mode, transformation, rounding, rows, columns), x.Value);
        graph.Set(node, GraphReading.Natural(layer, isFlat: false));
    }

    private static Producer Producer(string mode, string transformation, string? rounding, Side rows, Side columns)
    {
        switch (mode)
        {
            case "nearest" when rows.IsNearest(transformation, rounding) && columns.IsNearest(transformation, rounding):
                return new Producer.ResizeNearest(rows.Resized, columns.Resized);
            case "nearest":
                throw new UnsupportedException($"with {transformation}{(rounding is null ? "" : " and " + rounding)} its pixels are other ones than ⌊i · size / resized⌋, PyTorch's nearest");
            case "linear" or "bilinear":
                foreach (var alignsCorners in (bool[])[false, true])
                {
                    if (rows.IsLinear(transformation, alignsCorners) && columns.IsLinear(transformation, alignsCorners))
                    {
                        return new Producer.ResizeBilinear(rows.Resized, columns.Resized, alignsCorners);
                    }
                }

                throw new UnsupportedException($"with {transformation} its pixels lie elsewhere than with half_pixel or align_corners, which are taken");
            default:
                throw new UnsupportedException($"its mode is {Problems.Shortened(mode)}, and nearest and linear are taken");
        }
    }

    private static (Side Rows, Side Columns) Sides(OnnxNode node, GraphReading graph, Shape shape, bool isOld)
    {
        var scaleInput = isOld ? 1 : 2;
        var scales = node.Has(scaleInput) && graph.Constant(node, scaleInput, "scales") is { Length: > 0 } tensor ? tensor.Floats : node.Floats("scales");
        var sizes = !isOld && node.Has(3) ? graph.Constant(node, 3, "sizes") is { Length: > 0 } given ? given.Integers : null : null;
        int[] axes = node.Ints("axes") is { } along ? DistinctAxes(along, 4) : [0, 1, 2, 3];
        if (scales is null == sizes is null || (scales?.Length ?? sizes!.Length) != axes.Length)
        {
            throw new UnsupportedException("it needs either scales or sizes, one for each of its axes");
        }

        var sides = shape.Sides.Select(static s => new Side(s, s, 1)).ToArray();
        for (var i = 0; i < axes.Length; i++)
        {
            if (axes[i] >= 2)
            {
                sides[axes[i] - 2] = Resized(shape.Sides[axes[i] - 2], scales?[i], sizes?[i]);
            }
            else if (sizes is null ? scales![i] != 1 : axes[i] == 1 ? sizes[i] != shape.Channels : sizes[i] != OnnxTensor.Batch && sizes[i] != graph.FixedBatch)
            {
                throw new UnsupportedException($"it resizes {(axes[i] == 0 ? "the batch" : "channels")}");
            }
        }

        return (sides[0], sides[1]);
    }

    // The size that follows from a scale is a product of floats: 3 pixels by 5/3 are 5, and not 4.
    private static Side Resized(int size, float? scale, long? given)
    {
        double resized = scale is { } factor ? MathF.Floor(size * factor) : given!.Value;
        return resized >= 1 && resized <= MostPixels
            ? new Side(size, (int)resized, scale ?? resized / size)
            : throw new UnsupportedException($"it resizes a side of {size} pixels to {resized}");
    }

    /// <summary>A side of pictures.</summary>
    private readonly record struct Side(int Size, int Resized, double Scale)
    {
        public bool IsNearest(string transformation, string? rounding)
        {
            for (var i = 0; i < Resized; i++)
            {
                if (Rounded(Place(i, transformation), rounding) != (long)i * Size / Resized)
                {
                    return false;
                }
            }

            return true;
        }

        public bool IsLinear(string transformation, bool alignsCorners)
        {
            for (var i = 0; i < Resized; i++)
            {
                var ours = Resized == 1 && alignsCorners ? 0 : alignsCorners ? i * (Size - 1.0) / (Resized - 1) : ((i + 0.5) * Size / Resized) - 0.5;
                if (!(Math.Abs(Math.Clamp(ours, 0, Size - 1) - Math.Clamp(Place(i, transformation), 0, Size - 1)) <= Tolerance * (1 + (Math.Abs(ours) * Tolerance))))
                {
                    return false;
                }
            }

            return true;
        }

        private double Place(int i, string transformation) => transformation switch
        {
            "half_pixel" => ((i + 0.5) / Scale) - 0.5,
            "pytorch_half_pixel" => Resized > 1 ? ((i + 0.5) / Scale) - 0.5 : 0,
            "half_pixel_symmetric" => HalfPixelSymmetric(i),
            "align_corners" => Resized == 1 ? 0 : i * (Size - 1.0) / (Resized - 1),
            "asymmetric" => i / Scale,
            _ => throw new UnsupportedException($"its coordinate_transformation_mode is {Problems.Shortened(transformation)}, which no layer does"),
        };

        private double HalfPixelSymmetric(int i)
        {
            var adjustment = Resized / (Scale * Size);
            return (Size / 2.0 * (1 - adjustment)) + ((i + 0.5) / Scale) - 0.5;
        }

        // Places are quotients of floats: what is meant to be whole is.
        private long Rounded(double place, string? rounding)
        {
            place = Math.Abs(place - Math.Round(place)) < 1e-6 ? Math.Round(place) : place;
            var rounded = rounding switch
            {
                // Sets before 11 have one rule: from below where it grows, from above where it shrinks.
                null => Scale < 1 ? Math.Ceiling(place) : Math.Floor(place),
                "floor" => Math.Floor(place),
                "ceil" => Math.Ceiling(place),
                "round_prefer_floor" => Math.Ceiling(place - 0.5),
                "round_prefer_ceil" => Math.Floor(place + 0.5),
                _ => throw new UnsupportedException($"its nearest_mode is {Problems.Shortened(rounding)}, which is not known"),
            };
            return (long)Math.Clamp(rounded, 0, Size - 1);
        }
    }
}
