using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Emission.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Makes the normalization of a layer out of its <c>[Ssn]</c>.</summary>
internal readonly struct NormalizationPlanner(string layer, Findings findings)
{
    private static readonly Normalizer[] Default = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch];

    public NormalizationPlan Plan(SsnFacet ssn, ShapePlan output)
    {
        var omega = ssn.Normalizers.Length == 0
            ? Default.Where(n => !IsOfOneValue(n, 1, output)).ToArray()
            : ssn.Normalizers.Distinct().OrderBy(static n => n).ToArray();
        var values = new Values(layer, ssn.Place, findings);
        foreach (var unknown in omega.Where(static n => n is < Normalizer.Instance or > Normalizer.Group))
        {
            values.Check("A normalizer", (int)unknown, false, "one of Normalizer's values");
        }

        values.Check("Gate", (int)ssn.Gate, ssn.Gate is >= Gate.SparsestMax and <= Gate.Softmax, "one of Gate's values");
        values.Check("Epsilon", ssn.Epsilon, ssn.Epsilon > 0 && !float.IsInfinity(ssn.Epsilon), "positive and finite");
        values.Check("Momentum", ssn.Momentum, ssn.Momentum is >= 0 and <= 1, "at least 0 and at most 1");
        if (ssn.Bessel)
        {
            values.Check("Bessel with a slab of pixels", output.SlabSize, output.SlabSize > 1, "more than 1, since it divides by S - 1: remove Bessel here");
        }

        var groups = 1;
        if (omega.Contains(Normalizer.Group) && values.AtLeast(1, ("Groups", ssn.Groups)))
        {
            groups = ssn.Groups;
            if (output.Channels % groups != 0)
            {
                findings.Add(Descriptors.GroupsDoNotDivide, ssn.Place, layer, Of(groups), Of(output.Channels), "normalized", ProducerPlanner.Divisor(groups, output.Channels));
            }
        }

        foreach (var single in omega.Where(n => IsOfOneValue(n, groups, output)))
        {
            var remedy = single == Normalizer.Group ? "give Groups a smaller number, or leave it out"
                : omega.Length == 1 ? "use Normalizer.Batch" + (output.Channels > 1 ? " or Normalizer.Layer" : "")
                : "leave it out";
            findings.Add(Descriptors.SingleValues, ssn.Place, layer, single.ToString(), output.ToString(), remedy);
        }

        return new NormalizationPlan(
            new EquatableArray<Normalizer>(omega),
            groups,
            ssn.SharedRatios && omega.Length > 1,
            ssn.Gate,
            ssn.Epsilon,
            ssn.Momentum,
            ssn.ZeroGamma,
            ssn.Bessel,
            Selection: null,
            Kernel: -1);
    }

    /// <summary>Whether a normalizer has one value of a sample to normalize over: less its own mean, it is 0.</summary>
    private static bool IsOfOneValue(Normalizer normalizer, int groups, ShapePlan output) => output.SlabSize == 1 && normalizer switch
    {
        Normalizer.Instance => true,
        Normalizer.Layer => output.Channels == 1,
        Normalizer.Group => output.Channels == groups,
        _ => false,
    };
}
