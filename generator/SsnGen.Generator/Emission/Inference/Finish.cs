using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>The end of a layer: y = activation(t + residual).</summary>
internal static class Finish
{
    /// <summary>The statements that apply an activation to a vector variable.</summary>
    public static IEnumerable<string> Activate(VectorType v, string t, Activation? activation)
    {
        if (activation is null)
        {
            return [];
        }

        var dialect = v.Dialect();
        var value = activation.Value(Term.Variable(dialect, t));
        var assignment = $"{t} = {value};";

        // In a block of its own where it declares something: other values of the same method do too.
        return dialect.Declarations.Count == 0 ? [assignment] : ["{", .. dialect.Declarations.Append(assignment).Select(static l => "    " + l), "}"];
    }

    /// <summary>The formula of a layer's end, for documentation.</summary>
    public static string Formula(string t, bool residual, Activation? activation)
    {
        var sum = residual ? t + " + residual" : t;
        return activation?.Formula(sum) ?? sum;
    }
}
