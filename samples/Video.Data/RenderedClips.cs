using Digits.Data;

namespace Video.Data;

/// <summary>Makes up clips: a digit that moves, turns, grows or shrinks, in noise.</summary>
/// <remarks>
/// A motion and its counterpart show the same frames, one backwards: whoever averages over frames can at best know the pair. Equal
/// seeds give equal clips, bit for bit, on every machine, as the digits do.
/// </remarks>
public static class RenderedClips
{
    /// <summary>Makes clips: clip i shows the motion i mod 8, so that all are equally frequent.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Which ones.</param>
    public static ClipSet Create(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var clips = new ClipSet(new byte[count * ClipSet.Length], new Motion[count]);
        var digits = RenderedDigits.Create(count, unchecked(seed + 77_777));
        for (var i = 0; i < count; i++)
        {
            // Digits come in order, and so do motions: those of a pair must not be of the same digits.
            var random = new DigitRandom(seed, i);
            clips.Labels[i] = (Motion)(i % ClipSet.Classes);
            Draw(digits.Image((i + random.Below(count)) % count), clips.Labels[i], ref random, clips.Pixels.AsSpan(i * ClipSet.Length, ClipSet.Length));
        }

        return clips;
    }

    private static void Draw(ReadOnlySpan<float> digit, Motion motion, ref DigitRandom random, Span<byte> pixels)
    {
        var (x, y) = (random.Between(9.5f, 14.5f), random.Between(9.5f, 14.5f));
        var (turn, size) = (random.Between(-0.25f, 0.25f), random.Between(0.85f, 1.15f));
        var (shift, twist, growth) = (random.Between(2.5f, 5.5f), random.Between(0.2f, 0.45f), random.Between(0.2f, 0.4f));
        var (paper, ink, noise) = (random.Between(10, 90), random.Between(150, 250), random.Between(2, 14));
        for (var frame = 0; frame < ClipSet.Frames; frame++)
        {
            // From −1 in the first frame to 1 in the last.
            var t = (2f * frame / (ClipSet.Frames - 1)) - 1;
            var (right, down, angle, scale) = motion switch
            {
                Motion.Left => (-shift * t, 0f, 0f, 1f),
                Motion.Right => (shift * t, 0, 0, 1),
                Motion.Up => (0, -shift * t, 0, 1),
                Motion.Down => (0, shift * t, 0, 1),
                Motion.TurningLeft => (0, 0, -twist * t, 1),
                Motion.TurningRight => (0, 0, twist * t, 1),
                Motion.Growing => (0, 0, 0, 1 + (growth * t)),
                Motion.Shrinking => (0, 0, 0, 1 - (growth * t)),
                _ => throw new ArgumentOutOfRangeException(nameof(motion), motion, "There is no such motion."),
            };
            DrawFrame(digit, x + right, y + down, turn + angle, size * scale, paper, ink, noise, ref random, pixels.Slice(frame * ClipSet.Area, ClipSet.Area));
        }
    }

    private static void DrawFrame(
        ReadOnlySpan<float> digit, float centreX, float centreY, float halfTurn, float size, float paper, float ink, float noise, ref DigitRandom random, Span<byte> pixels)
    {
        const float Middle = 0.5f * DigitSet.Side;
        var (cos, sin) = ((1 - (halfTurn * halfTurn)) / (1 + (halfTurn * halfTurn)), 2 * halfTurn / (1 + (halfTurn * halfTurn)));
        for (var i = 0; i < pixels.Length; i++)
        {
            var (right, down) = ((i % ClipSet.Side) + 0.5f - centreX, (i / ClipSet.Side) + 0.5f - centreY);
            var drawn = DigitSet.Ink(digit, (((cos * right) + (sin * down)) / size) + Middle, (((cos * down) - (sin * right)) / size) + Middle);
            pixels[i] = (byte)Math.Clamp(paper + (drawn * (ink - paper)) + (noise * random.Bell()) + 0.5f, 0, 255);
        }
    }
}
