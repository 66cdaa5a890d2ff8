using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Checks what can be said of a window whatever the size of the picture; how much padding it may have is for its owner to say.</summary>
internal static class WindowChecks
{
    private static readonly ConvAttribute _names = new();

    /// <summary>Whether its lists are as long as what it moves over has sides; those that are not are reported, if that has not been done.</summary>
    public static bool CheckSides(WindowFacet window, ProducerFacet facet, ProducerContext context)
    {
        var rank = context.Input.Rank;
        var sides = rank switch
        {
            1 => "the width of sequences",
            2 => "height and width of pictures",
            _ => "depth, height and width of clips",
        };
        var values = new Values(context.SiteOf(facet.Place), context.Findings);
        return CheckLength(nameof(_names.KernelShape), window.KernelShape, 1) & CheckLength(nameof(_names.Strides), window.Strides, 1)
            & CheckLength(nameof(_names.Dilations), window.Dilations, 1) & CheckLength(nameof(_names.Pads), window.Pads, 2);

        bool CheckLength(string list, EquatableArray<int>? given, int perSide) =>
            given is not { } of || !IsOfSides(of, perSide) || values.Check("The length of " + list, of.Length, of.Length == rank * perSide, $"{Of(rank * perSide)}, for {sides}");
    }

    // Before the samples are known.
    private static bool IsOfSides(EquatableArray<int> values, int perSide) => values.Length % perSide == 0 && values.Length / perSide is >= 1 and <= 3;

    public static void Check(WindowFacet window, ProducerFacet facet, ProducerChecks checks)
    {
        CheckPair(nameof(_names.KernelShape), window.KernelShape, nameof(_names.Kernel), window.Kernel);
        CheckPair(nameof(_names.Strides), window.Strides, nameof(_names.Stride), window.StrideMayBeKernel && window.Stride == 0 ? 1 : window.Stride);
        CheckPair(nameof(_names.Dilations), window.Dilations, nameof(_names.Dilation), window.Dilation);
        CheckLength(nameof(_names.Pads), window.Pads, perSide: 2);
        checks.Values.Check(nameof(AutoPad), (int)window.AutoPad, window.AutoPad is AutoPad.NotSet or AutoPad.SameUpper, "one of AutoPad's values");

        string[] paddings = [window.AutoPad == AutoPad.NotSet ? "" : nameof(_names.AutoPad), nameof(_names.Pads), nameof(_names.Padding)];
        if (paddings.Where(window.Sets).ToArray() is [var one, var other, ..])
        {
            Contradiction(one, other);
        }

        // The constructor of a pooling attribute sets its kernel to 0 where it is not given.
        void CheckPair(string list, EquatableArray<int>? values, string number, int both)
        {
            if (values is not { } given)
            {
                checks.Values.AtLeast(1, (number, both));
                return;
            }

            CheckLength(list, given, perSide: 1);
            for (var i = 0; i < given.Length; i++)
            {
                checks.Values.AtLeast(1, ($"{list}[{Of(i)}]", given[i]));
            }

            if (window.Sets(number) && both != 0)
            {
                Contradiction(list, number);
            }
        }

        void CheckLength(string list, EquatableArray<int>? values, int perSide)
        {
            if (values is { } given)
            {
                checks.Values.Check(
                    "The length of " + list, given.Length, IsOfSides(given, perSide), $"{Of(2 * perSide)} for pictures, {Of(3 * perSide)} for clips or {Of(perSide)} for sequences");
            }
        }

        void Contradiction(string list, string number) =>
            checks.Findings.Add(Descriptors.Misplaced, facet.Place, checks.Name, $"{list} stands in place of {number}: give one of them");
    }
}
