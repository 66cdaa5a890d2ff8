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

/// <summary>It is for samples of other sides.</summary>
/// <param name="What">What it is for, in words.</param>
/// <param name="Rank">How many sides the samples have.</param>
internal sealed record RankMisfit(string What, int Rank) : Misfit
{
    /// <summary>What it reads, in words.</summary>
    public string Read => Rank switch
    {
        1 => "sequences, [C, W]",
        2 => "pictures, [C, H, W]",
        _ => "clips, [C, D, H, W]",
    };

    public override string ToString() => $"it is for {What}, and reads {Read}";
}

/// <summary>One of its values does not go with what it reads.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="Value">The value.</param>
/// <param name="Rule">What it must be.</param>
internal sealed record ValueMisfit(string Name, int Value, string Rule) : Misfit
{
    public override string ToString() => FormattableString.Invariant($"{Name} is {Value}, but must be {Rule}");
}
