using SsnGen.Generator.Text;

namespace SsnGen.Generator.Planning;

/// <summary>Names of the emitted kernel classes.</summary>
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

        var tail = (residual ? "Add" : "") + activation?.Name;
        return tail.Length == 0 ? name : name + "_" + tail;
    }
}
