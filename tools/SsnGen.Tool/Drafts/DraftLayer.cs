namespace SsnGen.Tool.Drafts;

/// <summary>A layer that is being put together: at first of one operation, and fused with those behind it as far as a layer goes.</summary>
internal sealed class DraftLayer : DraftValue
{
    /// <summary>What its producer reads: one value, or several whose channels stand one after the other.</summary>
    public required IReadOnlyList<DraftValue> Sources { get; set; }

    /// <summary>What produces its values.</summary>
    public required Producer Producer { get; set; }

    public required Shape Output { get; init; }

    public override Shape Shape => Output;

    /// <summary>The shape of one sample of what it reads.</summary>
    public Shape Input => Sources[0].Shape with { Channels = Sources.Sum(static s => s.Shape.Channels) };

    /// <summary>The weights or slopes of its producer, or null.</summary>
    public float[]? Weight { get; set; }

    /// <summary>The bias of its producer, or null.</summary>
    public float[]? Bias { get; set; }

    /// <summary>A scale and a shift of each channel behind its producer, which become part of what stands around; or null.</summary>
    public DraftScale? Scale { get; set; }

    /// <summary>Its normalization, or null.</summary>
    public DraftNormalization? Normalization { get; set; }

    /// <summary>What happens to its values behind that.</summary>
    public List<DraftStep> Tail { get; } = [];

    /// <summary>All that it reads.</summary>
    public IEnumerable<DraftValue> Reads => Sources.Concat(Tail.Select(static s => s.Operand).OfType<DraftValue>());

    /// <summary>Whether it only passes on one value, to which something happens.</summary>
    public bool IsBehindOne => Producer is Producer.Identity && Sources.Count == 1;

    /// <summary>Whether nothing happens to what it produces.</summary>
    public bool IsBare => Normalization is null && Scale is null && Tail.Count == 0;

    /// <summary>Whether it ends with an activation, behind which nothing fits.</summary>
    public bool IsActivated => Tail is [.., { Activation: not null }];
}

/// <summary>A scale and a shift of each channel.</summary>
internal sealed record DraftScale(double[] Scale, double[] Shift);

/// <summary>A normalization with its parameters.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Gamma">γ.</param>
/// <param name="Beta">β.</param>
/// <param name="Mean">The running mean, or null.</param>
/// <param name="Variance">The running variance, or null.</param>
internal sealed record DraftNormalization(Normalization Kind, float[] Gamma, float[] Beta, float[]? Mean = null, float[]? Variance = null);

/// <summary>A step of the tail of a layer: it adds a value, multiplies by one, or activates.</summary>
/// <param name="Operand">The value, or null.</param>
/// <param name="Multiplies">Whether it multiplies by the value.</param>
/// <param name="Activation">The activation, or null.</param>
internal sealed record DraftStep(DraftValue? Operand, bool Multiplies = false, Activation? Activation = null);
