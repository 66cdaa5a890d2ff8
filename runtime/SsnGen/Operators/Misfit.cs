namespace SsnGen;

/// <summary>Why a producer cannot read an input.</summary>
internal abstract record Misfit;

/// <summary>Its window reaches beyond its input on both ends of a side.</summary>
/// <param name="Span">Pixels from the first to the last that the window covers.</param>
/// <param name="Before">Padding before the side.</param>
/// <param name="After">Padding behind it.</param>
/// <param name="Side">The side of the input, with its padding.</param>
internal sealed record WindowMisfit(long Span, int Before, int After, long Side) : Misfit
{
    /// <summary>The padding in words.</summary>
    public string Padding => FormattableString.Invariant(Before == After ? $"{Before}" : (FormattableString)$"{Before} and {After}");

    public override string ToString() => FormattableString.Invariant($"the window of {Span} pixels is larger than the input with its padding of {Padding}, {Side} pixels");
}

/// <summary>Its groups do not divide its channels.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Channels">The channels that they do not divide.</param>
/// <param name="What">Which channels these are: input or output.</param>
/// <param name="Others">The channels on the other side, which they must divide too.</param>
internal sealed record GroupsMisfit(int Groups, int Channels, string What, int Others) : Misfit
{
    public override string ToString() => FormattableString.Invariant($"{Groups} groups do not divide its {Channels} {What} channels");
}

/// <summary>What it would produce is larger than any memory.</summary>
/// <param name="Sides">The sides of a channel in pixels.</param>
internal sealed record SizeMisfit(params IReadOnlyList<long> Sides) : Misfit
{
    /// <summary>The size in words.</summary>
    public string Size => string.Join("x", Sides.Select(static s => FormattableString.Invariant($"{s}"))) + " pixels";

    public override string ToString() => "it would produce " + Size;
}

/// <summary>It is for pictures, and its samples have other sides.</summary>
/// <param name="Rank">How many sides they have.</param>
internal sealed record RankMisfit(int Rank) : Misfit
{
    /// <summary>What it reads, in words.</summary>
    public string Read => Rank == 1 ? "sequences, [C, W]" : "clips, [C, D, H, W]";

    /// <summary>Whether a shape is a picture; one that is not is added to the misfits.</summary>
    public static bool IsPicture(Shape input, ICollection<Misfit> misfits)
    {
        if (input.Rank != 2)
        {
            misfits.Add(new RankMisfit(input.Rank));
        }

        return input.Rank == 2;
    }

    public override string ToString() => $"it is for pictures, [C, H, W], and reads {Read}";
}

/// <summary>One of its values does not go with what it reads.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="Value">The value.</param>
/// <param name="Rule">What it must be.</param>
internal sealed record ValueMisfit(string Name, int Value, string Rule) : Misfit
{
    public override string ToString() => FormattableString.Invariant($"{Name} is {Value}, but must be {Rule}");
}
