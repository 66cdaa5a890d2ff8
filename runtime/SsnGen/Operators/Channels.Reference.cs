using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record ChannelShuffle
    {
        /// <summary>y[n, i·g + j] = x[n, j·C/g + i].</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (shape, size) = (input.Shape, input.Shape.Channels / Groups);
            if (shape.Channels % Groups != 0)
            {
                throw new ArgumentException($"{Groups} groups do not divide the {shape.Channels} channels of {input.Layer.Path}.", nameof(input));
            }

            input.CheckOutput(shape);
            var y = input.NewOutput();
            for (var slab = 0; slab < input.Batch * shape.Channels; slab++)
            {
                var (n, c) = Math.DivRem(slab, shape.Channels);
                var (j, i) = Math.DivRem(c, size);
                input.Slab(slab).CopyTo(y.AsSpan(((n * shape.Channels) + (i * Groups) + j) * shape.SlabSize));
            }

            return y;
        }
    }

    public partial record Chunk
    {
        /// <summary>y[n, c] = x[n, index·C/parts + c].</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (shape, output) = (input.Shape, input.Output);
            input.CheckOutput(shape with { Channels = shape.Channels / Parts });
            return [.. Enumerable.Range(0, input.Batch).SelectMany(n => input.Values.Skip((n * shape.Length) + (Index * output.Length)).Take(output.Length))];
        }
    }

    public partial record DepthToSpace
    {
        /// <summary>y[n, c, factor·p + u, factor·q + v] = x[n, (c·factor + u)·factor + v, p, q]; with pixels first x[n, (u·factor + v)·C + c, p, q].</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (shape, output) = (input.Shape, input.Output);
            input.CheckOutput(new Shape(shape.Channels / (Factor * Factor), Factor * shape.Height, Factor * shape.Width));
            var y = input.NewOutput();
            for (var i = 0; i < y.Length; i++)
            {
                var (slab, pixel) = Math.DivRem(i, output.SlabSize);
                var (row, column) = Math.DivRem(pixel, output.Width);
                var (n, c) = Math.DivRem(slab, output.Channels);
                var phase = (row % Factor * Factor) + (column % Factor);
                var channel = (n * shape.Channels) + (PixelsFirst ? (phase * output.Channels) + c : (c * Factor * Factor) + phase);
                y[i] = input.Slab(channel)[(row / Factor * shape.Width) + (column / Factor)];
            }

            return y;
        }
    }
}
