using Digits.Data;

namespace Segmentation.Data;

/// <summary>A colour: red, green and blue from 0 to 255.</summary>
internal readonly record struct Colour(float Red, float Green, float Blue)
{
    private const float LeastContrast = 90f;

    private float Brightness => (0.3f * Red) + (0.6f * Green) + (0.1f * Blue);

    public static Colour Draw(ref DigitRandom random) => new(random.Between(20, 235), random.Between(20, 235), random.Between(20, 235));

    /// <summary>A colour that can be told from this one by its brightness.</summary>
    public Colour Contrast(ref DigitRandom random)
    {
        while (true)
        {
            var other = Draw(ref random);
            if (Math.Abs(other.Brightness - Brightness) >= LeastContrast)
            {
                return other;
            }
        }
    }

    /// <summary>This colour with a part of another over it.</summary>
    public Colour With(Colour other, float part) => new(Red + (part * (other.Red - Red)), Green + (part * (other.Green - Green)), Blue + (part * (other.Blue - Blue)));

    /// <summary>This colour, so much brighter.</summary>
    public Colour Brighter(float by) => new(Red + by, Green + by, Blue + by);
}
