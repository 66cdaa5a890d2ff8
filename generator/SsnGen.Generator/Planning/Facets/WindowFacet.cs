using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>What an attribute says of its window. A list gives each side apart, in place of the number that stands for all.</summary>
/// <param name="facet">The attribute.</param>
/// <param name="kernel">The kernel where none is given.</param>
/// <param name="stride">The stride where none is given; 0 for the kernel.</param>
/// <param name="padding">The padding where none is given; −1 for half of what the kernel reaches over.</param>
internal readonly struct WindowFacet(ProducerFacet facet, int kernel, int stride, int padding)
{
    private static readonly ConvAttribute _names = new();

    private readonly AttributeValues _values = facet.Values;

    private readonly int _kernel = kernel, _stride = stride, _padding = padding;

    /// <summary>The kernel, one number for each side.</summary>
    public int Kernel => _values.Of(nameof(_names.Kernel), _kernel);

    /// <summary>Its sides, outermost first, or null.</summary>
    public EquatableArray<int>? KernelShape => _values.ListOrNull(nameof(_names.KernelShape));

    /// <summary>The stride, one number for each side; 0 for the kernel where that is its default.</summary>
    public int Stride => _values.Of(nameof(_names.Stride), _stride);

    /// <summary>Whether 0 stands for the kernel.</summary>
    public bool StrideMayBeKernel => _stride == 0;

    /// <summary>Strides along each side, or null.</summary>
    public EquatableArray<int>? Strides => _values.ListOrNull(nameof(_names.Strides));

    /// <summary>The dilation, one number for each side.</summary>
    public int Dilation => _values.Of(nameof(_names.Dilation), 1);

    /// <summary>Dilations along each side, or null.</summary>
    public EquatableArray<int>? Dilations => _values.ListOrNull(nameof(_names.Dilations));

    /// <summary>The padding, one number for all sides; negative for half of what the kernel reaches over.</summary>
    public int Padding => _values.Of(nameof(_names.Padding), _padding);

    /// <summary>Padding before each side, then behind each, or null.</summary>
    public EquatableArray<int>? Pads => _values.ListOrNull(nameof(_names.Pads));

    /// <summary>The rule for the padding.</summary>
    public AutoPad AutoPad => (AutoPad)_values.Of(nameof(_names.AutoPad), (int)AutoPad.NotSet);

    /// <summary>Whether the padding is half of what the kernel reaches over, as nothing is said of it.</summary>
    public bool HasDefaultPadding => Padding < 0 && Pads is null && AutoPad == AutoPad.NotSet;

    /// <summary>Whether it takes steps of more than a pixel.</summary>
    public bool Skips => Stride > 1 || Strides?.Any(static s => s > 1) == true;

    /// <summary>Whether the picture changes its size even where the stride is 1.</summary>
    public bool ChangesSize
    {
        get
        {
            var (window, rank) = (this, Rank);
            return AutoPad == AutoPad.NotSet && Enumerable.Range(0, rank).Any(side => window.Axis(side, rank, size: 1, stride: 1) is var axis && axis.Padded(1) != axis.Span);
        }
    }

    /// <summary>How many sides its lists are for; 2 where it has none.</summary>
    public int Rank => (KernelShape ?? Strides ?? Dilations)?.Length ?? Pads?.Length / 2 ?? 2;

    /// <summary>The kernel of each side that it tells apart.</summary>
    public IEnumerable<int> Kernels => KernelShape ?? (IEnumerable<int>)[Kernel];

    /// <summary>Whether the attribute sets a property.</summary>
    public bool Sets(string name) => _values.Sets(name);

    /// <summary>The window over a picture.</summary>
    /// <param name="input">The picture.</param>
    /// <param name="stride">Gives the strides of sides in place of its own, or null.</param>
    public Window Over(Shape input, Func<int, int>? stride = null)
    {
        var window = this;
        return Window.Of([.. input.Sides.Select((size, side) => window.Axis(side, input.Rank, size, stride?.Invoke(side)))]);
    }

    private WindowAxis Axis(int side, int rank, int size, int? stride)
    {
        var taps = Of(KernelShape, side, Kernel);
        var step = stride ?? Of(Strides, side, Stride == 0 ? taps : Stride);
        var axis = new WindowAxis(taps, step, Dilation: Of(Dilations, side, Dilation));
        if (AutoPad == AutoPad.SameUpper)
        {
            var missing = Math.Max(0, ((size - 1L) / step * step) + axis.Span - size);
            return axis with { Before = Clamp(missing / 2), After = Clamp(missing - (missing / 2)) };
        }

        var both = Clamp(Padding < 0 ? (axis.Span - 1) / 2 : Padding);
        return axis with { Before = Of(Pads, side, both), After = Of(Pads, side + rank, both) };
    }

    // What is wrong with a list is reported once; until then it stands for one number.
    private static int Of(EquatableArray<int>? list, int index, int both) => list is { } given && index < given.Length ? given[index] : both;

    private static int Clamp(long value) => (int)Math.Min(value, int.MaxValue);
}
