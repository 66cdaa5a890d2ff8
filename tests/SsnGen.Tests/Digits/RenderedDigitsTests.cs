using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Digits.Data;

namespace SsnGen.Tests.Digits;

public sealed class RenderedDigitsTests
{
    // The images are promised to be the same on every machine. Whoever changes the renderer on purpose changes this line.
    private const string HashOfSeed7 = "5b59659973b5f17f35073a6cf47c41f8535044ccc1bc80cd395e7e36e14f8f92";

    [Fact]
    public void Images_are_the_same_everywhere()
    {
        var images = RenderedDigits.Create(200, seed: 7).Images;
        Assert.Equal(HashOfSeed7, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(images.AsSpan()))));
    }

    [Fact]
    public void An_image_does_not_depend_on_how_many_are_made()
    {
        var few = RenderedDigits.Create(15, seed: 3);
        var many = RenderedDigits.Create(100, seed: 3);
        Assert.Equal(few.Images, many.Images.Take(few.Images.Length));
        Assert.Equal(few.Labels, many.Labels.Take(few.Count));
    }

    [Fact]
    public void No_image_repeats_within_a_seed_or_in_another()
    {
        var sets = new[] { RenderedDigits.Create(500, seed: 1), RenderedDigits.Create(500, seed: 2) };
        var images = sets.SelectMany(set => Enumerable.Range(0, set.Count).Select(i => string.Join(' ', set.Image(i).ToArray())));
        Assert.Equal(1000, images.Distinct().Count());
    }

    [Fact]
    public void All_digits_are_equally_frequent()
    {
        var digits = RenderedDigits.Create(1000, seed: 1);
        Assert.All(Enumerable.Range(0, DigitSet.Classes), digit => Assert.Equal(100, digits.Labels.Count(label => label == digit)));
    }

    [Fact]
    public void Pixels_are_between_paper_and_ink_and_every_image_has_both()
    {
        var digits = RenderedDigits.Create(1000, seed: 1);
        Assert.All(digits.Images, pixel => Assert.InRange(pixel, 0f, 1f));
        for (var i = 0; i < digits.Count; i++)
        {
            var image = digits.Image(i).ToArray();
            Assert.InRange(image.OrderDescending().Take(15).Average(), 0.25f, 1f);
            Assert.InRange(image.Count(pixel => pixel < 0.5f), 80, 256);
        }
    }

    [Fact]
    public void Digits_look_like_others_of_their_kind()
    {
        var known = RenderedDigits.Create(2000, seed: 1);
        var asked = RenderedDigits.Create(500, seed: 2);
        var right = Enumerable.Range(0, asked.Count).Count(i => known.Labels[Nearest(known, asked.Image(i))] == asked.Labels[i]);
        Assert.InRange(right, 350, 500);
    }

    [Fact]
    public void None_is_a_set_too() => Assert.Equal(0, RenderedDigits.Create(0, seed: 1).Count);

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Impossible_counts_are_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(count), () => { RenderedDigits.Create(count, seed: 1); });

    private static int Nearest(DigitSet known, ReadOnlySpan<float> asked)
    {
        var (nearest, smallest) = (-1, float.PositiveInfinity);
        for (var i = 0; i < known.Count; i++)
        {
            var image = known.Image(i);
            var distance = 0f;
            for (var p = 0; p < image.Length; p++)
                distance += (image[p] - asked[p]) * (image[p] - asked[p]);
            if (distance < smallest)
                (nearest, smallest) = (i, distance);
        }

        return nearest;
    }
}
