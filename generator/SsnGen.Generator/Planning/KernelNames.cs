using SsnGen.Generator.Text;

namespace SsnGen.Generator.Planning;

/// <summary>Names of the emitted kernel classes, and the part of a name that says how a layer ends.</summary>
internal static class KernelNames
{
    /// <summary>
    /// The class of a specialization, such as <c>Ssn_C16_S256_InstanceLayerBatch_AddRelu</c>. What is as usual goes
    /// without saying; different specializations have different names.
    /// </summary>
    public static string ClassName(
        int channels,
        int slabSize,
        EquatableArray<Normalizer> omega,
        int groups,
        float epsilon,
        bool bessel,
        Activation? activation,
        bool residual)
    {
        var normalizers = string.Concat(omega.Select(n => n == Normalizer.Group ? n.ToString() + Literal.Of(groups) : n.ToString()));
        var name = "Ssn_C" + Literal.Of(channels) + "_S" + Literal.Of(slabSize) + "_" + normalizers;
        if (epsilon != SsnAttribute.DefaultEpsilon)
        {
            name += "_Epsilon" + Literal.Digits(epsilon);
        }

        if (bessel)
        {
            name += "_Bessel";
        }

        return name + Tail(residual, activation);
    }

    /// <summary>What names end with by the end of a layer, such as <c>_AddRelu</c>.</summary>
    public static string Tail(bool residual, Activation? activation)
    {
        var name = (residual ? "Add" : "") + activation?.Name;
        return name.Length == 0 ? "" : "_" + name;
    }
}
