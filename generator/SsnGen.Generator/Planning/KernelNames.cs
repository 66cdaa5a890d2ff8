using System.Text;
using static SsnGen.Generator.Emission.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Names of specializations: readable, and distinct where the specializations are.</summary>
internal static class KernelNames
{
    /// <summary>The emitted class's name, such as <c>Ssn_C16_S256_InstanceLayerBatch_AddRelu</c>. What has its default value is not named.</summary>
    public static string ClassName(KernelPlan kernel)
    {
        var name = new StringBuilder("Ssn_C").Append(Of(kernel.Channels)).Append("_S").Append(Of(kernel.SlabSize)).Append('_');
        foreach (var normalizer in kernel.Omega)
        {
            name.Append(normalizer.ToString());
            if (normalizer == Normalizer.Group)
            {
                name.Append(Of(kernel.Groups));
            }
        }

        var activation = kernel.Activation.Kind == ActivationKind.None ? "" : kernel.Activation.Kind.ToString();
        if (kernel.Activation.Kind == ActivationKind.LeakyRelu && kernel.Activation.Slope != 0.01f)
        {
            activation += Identifier(kernel.Activation.Slope);
        }

        if (kernel.Residual || activation.Length > 0)
        {
            name.Append('_').Append(kernel.Residual ? "Add" : "").Append(activation);
        }

        if (kernel.Epsilon != 1e-5f)
        {
            name.Append("_Epsilon").Append(Identifier(kernel.Epsilon));
        }

        return name.Append(kernel.Bessel ? "_Bessel" : "").ToString();
    }

    private static string Identifier(float value) =>
        Of(value).TrimEnd('f').Replace('.', 'p').Replace("-", "m").Replace("+", "");
}
