namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads the attributes of a window.</summary>
internal static class WindowAttributes
{
    /// <summary>The window of a node over what it reads.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">What it moves over.</param>
    /// <param name="kernel">The sides of the kernel where weights say them, or null.</param>
    /// <param name="padding">What lies around the input already, or null.</param>
    public static Window Read(OnnxNode node, Shape input, IReadOnlyList<int>? kernel, ImportedPadding? padding = null)
    {
        var rank = input.Rank;
        var shape = List(node, "kernel_shape", rank, null, 1) ?? kernel ?? throw new UnsupportedException("its kernel_shape is missing");
        if (kernel is not null && !shape.SequenceEqual(kernel))
        {
            throw new UnsupportedException($"its kernel_shape is [{string.Join(", ", shape)}], and its weights are for [{string.Join(", ", kernel)}]");
        }

        var strides = List(node, "strides", rank, 1, 1)!;
        var dilations = List(node, "dilations", rank, 1, 1)!;
        var (rule, pads) = Padding(node, rank);

        // Only pooling has it.
        var ceiling = kernel is null && node.Int("ceil_mode", 0) != 0;
        var axes = new WindowAxis[rank];
        for (var i = 0; i < rank; i++)
        {
            var (before, after) = (padding?.Before[i] ?? 0, padding?.After[i] ?? 0);
            axes[i] = new WindowAxis(shape[i], strides[i], pads[i], pads[i + rank], dilations[i]);

            // A rule goes by what it reads, padding included.
            axes[i] = Padded(rule, axes[i], checked(input.Sides[i] + before + after));
            axes[i] = axes[i] with { Before = axes[i].Before + before, After = axes[i].After + after };
        }

        return Canonical(axes, input, ceiling);
    }

    /// <summary>The rule for the padding, and the padding that is given where there is none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rank">Along how many sides it moves.</param>
    public static (string Rule, int[] Pads) Padding(OnnxNode node, int rank)
    {
        var (rule, pads) = (node.Text("auto_pad", ""), List(node, "pads", 2 * rank, 0, 0)!);
        return rule switch
        {
            "" or "NOTSET" => ("", pads),
            not ("VALID" or "SAME_UPPER" or "SAME_LOWER") => throw new UnsupportedException($"its auto_pad is {Problems.Shortened(rule)}, which is not known"),
            _ => pads.All(static p => p == 0) ? (rule, pads) : throw new UnsupportedException($"its pads stand beside auto_pad = {rule}: leave one of them out"),
        };
    }

    /// <summary>A list of small numbers.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="otherwise">What each is where the attribute is missing.</param>
    /// <param name="least">The least that each may be.</param>
    public static int[]? List(OnnxNode node, string name, int count, int? otherwise, int least)
    {
        if (node.Ints(name) is not { } values)
        {
            return otherwise is { } value ? [.. Enumerable.Repeat(value, count)] : null;
        }

        if (values.Length != count)
        {
            throw new UnsupportedException($"its {name} has {values.Length} numbers, and {count} are needed");
        }

        return Array.Find(values, v => v < least || v > Window.MostPixels) is var wrong && values.Any(v => v < least || v > Window.MostPixels)
            ? throw new UnsupportedException($"its {name} holds {wrong}, and needs at least {least}")
            : [.. values.Select(static v => (int)v)];
    }

    /// <summary>The padding of a rule.</summary>
    private static WindowAxis Padded(string rule, WindowAxis axis, int size)
    {
        var missing = (int)Math.Clamp(((size - 1L) / axis.Stride * axis.Stride) + axis.Span - size, 0, Window.MostPixels);
        return rule switch
        {
            "SAME_UPPER" => axis with { Before = missing / 2, After = missing - (missing / 2) },
            "SAME_LOWER" => axis with { Before = missing - (missing / 2), After = missing / 2 },
            _ => axis,
        };
    }

    // As much behind as before, where the windows are the same: those behind the last one do not exist.
    private static Window Canonical(WindowAxis[] axes, Shape input, bool ceiling)
    {
        for (var i = 0; i < axes.Length; i++)
        {
            var (axis, size) = (axes[i], input.Sides[i]);
            if (axis.Span > axis.Padded(size))
            {
                throw new UnsupportedException($"its window of {axis.Span} pixels is larger than the {axis.Padded(size)} that it moves over");
            }

            if (ceiling && (axis.Padded(size) - axis.Span + axis.Stride - 1) / axis.Stride + 1 != axis.Steps(size, ceiling: true))
            {
                throw new UnsupportedException("ceil_mode = 1 adds a window that begins in the padding, on which runtimes differ: export it with ceil_mode = 0 and padding");
            }
        }

        ceiling = ceiling && axes.Select((a, i) => a.Steps(input.Sides[i], ceiling: true) != a.Steps(input.Sides[i], ceiling: false)).Any(static differs => differs);
        if (!ceiling)
        {
            for (var i = 0; i < axes.Length; i++)
            {
                var even = axes[i] with { After = axes[i].Before };
                if (even.Span <= even.Padded(input.Sides[i]) && even.Steps(input.Sides[i], ceiling: false) == axes[i].Steps(input.Sides[i], ceiling: false))
                {
                    axes[i] = even;
                }
            }
        }

        return Window.Of(axes, ceiling);
    }
}
