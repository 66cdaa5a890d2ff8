using SsnGen.Generator.Text;

namespace SsnGen.Generator.Planning;

/// <summary>Names of the emitted kernel classes.</summary>
internal static class KernelNames
{
    private const float DefaultEpsilon = 1e-5f;
    private const float DefaultSlope = 0.01f;

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
        ActivationPlan activation,
        bool residual)
    {
        var normalizers = string.Concat(omega.Select(n => n == Normalizer.Group ? n.ToString() + Literal.Of(groups) : n.ToString()));
        var name = "Ssn_C" + Literal.Of(channels) + "_S" + Literal.Of(slabSize) + "_" + normalizers;
        if (epsilon != DefaultEpsilon)
        {
            name += "_Epsilon" + Digits(epsilon);
        }

        if (bessel)
        {
            name += "_Bessel";
        }

        var tail = (residual ? "Add" : "") + (activation.Kind == ActivationKind.None ? "" : activation.Kind.ToString());
        if (activation.Kind == ActivationKind.LeakyRelu && activation.Slope != DefaultSlope)
        {
            tail += Digits(activation.Slope);
        }

        return tail.Length == 0 ? name : name + "_" + tail;
    }

    // A float in the characters of an identifier: 1E-06 is 1Em06, 0.2 is 0p2.
    private static string Digits(float value) =>
        Literal.Of(value).TrimEnd('f').Replace("+", "").Replace('-', 'm').Replace('.', 'p');
}
