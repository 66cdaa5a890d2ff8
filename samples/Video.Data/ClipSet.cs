namespace Video.Data;

/// <summary>Clips as 8-bit frames, with the motion in each.</summary>
/// <param name="Pixels">The frames, [N, 8, 24, 24, 1].</param>
/// <param name="Labels">The motions, [N].</param>
public sealed record ClipSet(byte[] Pixels, Motion[] Labels)
{
    /// <summary>Frames of a clip.</summary>
    public const int Frames = 8;

    /// <summary>Height and width of a frame.</summary>
    public const int Side = 24;

    /// <summary>Pixels of a frame.</summary>
    public const int Area = Side * Side;

    /// <summary>Pixels of a clip.</summary>
    public const int Length = Frames * Area;

    /// <summary>How many motions there are.</summary>
    public const int Classes = 8;

    /// <summary>How many clips there are, N.</summary>
    public int Count => Labels.Length;

    /// <summary>The part of the clips whose motion has the largest logit.</summary>
    /// <param name="logits">The logits, [N, motions].</param>
    public double Accuracy(ReadOnlySpan<float> logits)
    {
        var correct = 0;
        for (var i = 0; i < Count; i++)
        {
            correct += Best(logits.Slice(i * Classes, Classes)) == Labels[i] ? 1 : 0;
        }

        return (double)correct / Count;
    }

    /// <summary>The motion of the largest logit.</summary>
    /// <param name="logits">The logit of each motion.</param>
    public static Motion Best(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return (Motion)best;
    }
}
