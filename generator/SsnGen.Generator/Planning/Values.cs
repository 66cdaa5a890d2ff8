using System.Globalization;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning;

/// <summary>Checks the values of one attribute against their ranges.</summary>
internal readonly struct Values(Site site, Findings findings)
{
    public Values(string owner, Place place, Findings findings)
        : this(new Site(owner, place, null), findings)
    {
    }

    /// <summary>Whether all values are at least a minimum; those that are not are reported.</summary>
    public bool AtLeast(int minimum, params (string Name, int Value)[] values)
    {
        var valid = true;
        foreach (var (name, value) in values)
        {
            valid &= Check(name, value, value >= minimum, "at least " + minimum.ToString(CultureInfo.InvariantCulture));
        }

        return valid;
    }

    /// <summary>Reports a value that breaks its rule.</summary>
    public bool Check(string name, double value, bool valid, string rule)
    {
        if (!valid)
        {
            findings.Add(Descriptors.InvalidValue, site, site.Name, name, value.ToString(CultureInfo.InvariantCulture), rule);
        }

        return valid;
    }
}
