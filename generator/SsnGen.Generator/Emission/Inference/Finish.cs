using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>The end of a layer: y = activation(t + residual).</summary>
internal static class Finish
{
    /// <summary>The statements that apply an activation to a vector variable.</summary>
    public static IEnumerable<string> Activate(VectorType v, string t, ActivationPlan activation)
    {
        switch (activation.Kind)
        {
            case ActivationKind.Relu:
                // A comparison, because NaN must pass, which the hardware's maximum leaves open.
                yield return $"{t} = {v.Static}.ConditionalSelect({v.Static}.LessThan({t}, {v.Type}.Zero), {v.Type}.Zero, {t});";
                break;
            case ActivationKind.LeakyRelu:
                yield return $"{t} = {v.Static}.ConditionalSelect({v.Static}.GreaterThan({t}, {v.Type}.Zero), {t}, {t} * {v.Broadcast(Literal.Of(activation.Slope))});";
                break;
            case ActivationKind.Silu:
                yield return $"{t} /= {v.Type}.One + {v.Static}.Exp(-{t});";
                break;
            default:
                break;
        }
    }

    /// <summary>A suffix of method names, such as <c>_AddRelu</c>.</summary>
    public static string Suffix(bool residual, ActivationPlan activation)
    {
        var name = (residual ? "Add" : "") + (activation.Kind == ActivationKind.None ? "" : activation.Kind.ToString());
        if (activation.Kind == ActivationKind.LeakyRelu)
        {
            name += Literal.Of(activation.Slope).TrimEnd('f').Replace('.', 'p').Replace('-', 'm').Replace("+", "");
        }

        return name.Length == 0 ? "" : "_" + name;
    }

    /// <summary>The formula of a layer's end, for documentation.</summary>
    public static string Formula(string t, bool residual, ActivationPlan activation)
    {
        var sum = residual ? t + " + residual" : t;
        return activation.Kind switch
        {
            ActivationKind.Relu => $"max({sum}, 0)",
            ActivationKind.LeakyRelu => $"LeakyReLU({sum}; {Literal.Of(activation.Slope).TrimEnd('f')})",
            ActivationKind.Silu => $"SiLU({sum})",
            _ => sum,
        };
    }
}
