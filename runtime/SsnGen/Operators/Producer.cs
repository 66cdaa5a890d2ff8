namespace SsnGen;

/// <summary>An attribute that says what produces a layer's values. A layer has at most one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class ProducerAttribute : Attribute
{
    private protected ProducerAttribute()
    {
    }
}

/// <summary>
/// What produces the values of a layer from its input, before normalization. The generator compiles the same records, so that
/// shapes, weights and words are said once.
/// </summary>
public abstract partial record Producer
{
    /// <summary>It in words, such as <c>3x3 convolution, stride 2, padding 1</c>.</summary>
    public abstract string Words { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Words;

    /// <summary>The weights that it has for an input, or null where it has none.</summary>
    /// <param name="input">The shape of one sample that it reads.</param>
    public virtual ProducerWeights? Weights(Shape input) => null;

    /// <summary>Whether it reads and produces samples as vectors, [N, features], and not as pictures, [N, C, H, W].</summary>
    public virtual bool IsFlat => false;

    /// <summary>Whether it takes vectors and pictures alike, and produces what it takes.</summary>
    public virtual bool TakesAnySides => false;

    /// <summary>Whether each value depends on all channels of its pixel without weights, so that they are produced at once.</summary>
    internal virtual bool MixesChannels => false;

    /// <summary>Whether each value is a weighted sum, whose weights and bias take up a normalization by running moments behind it.</summary>
    public virtual bool IsWeightedSum => false;

    /// <summary>Its arguments, in the order of its constructor: integers, truth values and windows.</summary>
    internal abstract object[] Arguments { get; }

    /// <summary>Zeros that it reads around its input.</summary>
    internal virtual Border Border => default;

    /// <summary>Whether it looks at more than one pixel at a time, so that a picture is meant.</summary>
    internal virtual bool IsSpatial => false;

    /// <summary>The shape of one sample that it produces. What does not fit is added to the misfits, and the shape is then the likeliest one.</summary>
    /// <param name="input">The shape of one sample that it reads.</param>
    /// <param name="misfits">Takes what does not fit.</param>
    internal abstract Shape Infer(Shape input, ICollection<Misfit> misfits);

    /// <summary>Multiply-adds, or what takes as long, for one value that it produces.</summary>
    /// <param name="input">The shape of one sample that it reads.</param>
    internal virtual long WorkPerValue(Shape input) => 0;

    /// <summary>The input itself: the layer has only a normalizer, a residual or an activation.</summary>
    public sealed partial record Identity : Producer
    {
        /// <inheritdoc/>
        public override string Words => "its input";

        internal override object[] Arguments => [];

        /// <inheritdoc/>
        public override bool TakesAnySides => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) => input;
    }
}

/// <summary>The weights of a producer: what they are called behind the layer's path, and their shape.</summary>
/// <param name="Part">The part of their names: <c>PATH.PART.weight</c> and <c>PATH.PART.bias</c>.</param>
/// <param name="Outputs">Output channels: the first dimension of the weights unless they are transposed, and the length of the bias.</param>
/// <param name="Inputs">Input channels that each output has weights for: the second dimension, or the first of what is transposed.</param>
/// <param name="Kernel">The sides of the kernel, the last dimensions; empty where the weights have no more than two.</param>
/// <param name="HasBias">Whether there is a bias.</param>
public sealed record ProducerWeights(string Part, int Outputs, int Inputs, IReadOnlyList<int> Kernel, bool HasBias)
{
    /// <summary>Whether inputs come before outputs.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>Whether they are slopes, one for all channels or one for each, and not weights of inputs.</summary>
    public bool AreSlopes { get; init; }

    /// <summary>The shape of the weights, row-major.</summary>
    public IReadOnlyList<int> Shape
    {
        get
        {
            if (AreSlopes)
            {
                return [Outputs];
            }

            var (first, second) = IsTransposed ? (Inputs, Outputs) : (Outputs, Inputs);
            return [first, second, .. Kernel];
        }
    }

    /// <summary>The output that a weight belongs to.</summary>
    /// <param name="index">The place of the weight, row-major.</param>
    public int OutputOf(int index) => IsTransposed ? (int)(index / Taps % Outputs) : (int)(index / (Taps * Inputs));

    /// <summary>Taps of the kernel, that is weights of a pair of channels.</summary>
    public long Taps => Kernel.Aggregate(1L, static (taps, side) => taps * side);

    /// <summary>What their names begin with, such as <c>Stem.conv</c>.</summary>
    /// <param name="path">The path of the layer.</param>
    public string Prefix(string path) => path + "." + Part;

    /// <summary>They in words, such as <c>conv.weight [16, 3, 3, 3], conv.bias [16]</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Part}.weight [{string.Join(", ", Shape)}]") + (HasBias ? FormattableString.Invariant($", {Part}.bias [{Outputs}]") : "");
}
