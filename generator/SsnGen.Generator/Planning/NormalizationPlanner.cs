using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning;

/// <summary>Makes the normalization of a layer out of its facet.</summary>
internal readonly struct NormalizationPlanner(Site site, Findings findings)
{
    private static readonly Normalizer[] Default = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch];

    public NormalizationPlan Plan(SsnFacet ssn, Shape output)
    {
        var omega = ssn.Normalizers.Length == 0
            ? Default.Where(n => !IsOfOneValue(n, 1, output)).ToArray()
            : ssn.Normalizers.Distinct().OrderBy(static n => n).ToArray();
        if (ssn.Bessel)
        {
            new Values(site, findings).Check("Bessel with a slab of pixels", output.SlabSize, output.SlabSize > 1, "more than 1, since it divides by S - 1: remove Bessel here");
        }

        var groups = 1;
        if (omega.Contains(Normalizer.Group))
        {
            groups = ssn.Groups;
            if (output.Channels % groups != 0)
            {
                ProducerPlanner.ReportGroups(site, groups, output.Channels, "normalized", output.Channels, findings);
            }
        }

        foreach (var single in omega.Where(n => IsOfOneValue(n, groups, output)))
        {
            var remedy = single == Normalizer.Group ? "give Groups a smaller number" + (ssn.IsFixed ? "" : ", or leave it out")
                : ssn.IsFixed ? "use [BatchNorm]" + (output.Channels > 1 ? " or [LayerNorm]" : "")
                : omega.Length == 1 ? "use Normalizer.Batch" + (output.Channels > 1 ? " or Normalizer.Layer" : "")
                : "leave it out";
            findings.Add(Descriptors.SingleValues, site, site.Name, single.ToString(), output.ToString(), remedy);
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
            Kernel: -1)
        {
            IsRunningVarianceUnbiased = ssn.IsRunningVarianceUnbiased,
        };
    }

    /// <summary>Whether a normalizer has one value of a sample to normalize over: less its own mean, it is 0.</summary>
    private static bool IsOfOneValue(Normalizer normalizer, int groups, Shape output) => output.SlabSize == 1 && normalizer switch
    {
        Normalizer.Instance => true,
        Normalizer.Layer => output.Channels == 1,
        Normalizer.Group => output.Channels == groups,
        Normalizer.Batch => false,
        _ => throw new InvalidOperationException($"No size of {normalizer}."),
    };
}
