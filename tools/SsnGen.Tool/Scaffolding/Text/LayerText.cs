using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Writes layers as the attributes that declare them.</summary>
internal static class LayerText
{
    /// <summary>The attributes of a layer, in the order in which its parts happen.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="last">What it reads where nothing is said.</param>
    /// <param name="isShortcut">Whether a value that it adds is the block's input, through a projection or not.</param>
    /// <param name="context">Where it is written.</param>
    public static IEnumerable<string> Of(DraftLayer layer, DraftValue? last, Func<DraftValue, bool> isShortcut, TextContext context)
    {
        var isNormalized = layer.Normalization is not null;
        if (layer.Sources.Count > 1)
        {
            yield return $"Concat({string.Join(", ", layer.Sources.Select(context.NameOf))})";
        }

        if (ProducerText.Of(layer.Producer, layer.Input, isNormalized, context) is { } producer)
        {
            yield return producer;
        }

        if (layer.Sources.Count == 1 && layer.Sources[0] != last)
        {
            yield return $"From({context.NameOf(layer.Sources[0])})";
        }

        if (layer.Normalization is { } normalization)
        {
            yield return NormalizationText.Of(normalization.Kind);
        }

        foreach (var step in layer.Tail)
        {
            yield return step switch
            {
                { Activation: { } activation } => Of(activation),
                { Multiplies: true } => $"Multiply({context.NameOf(step.Operand!)})",
                _ when isShortcut(step.Operand!) => "Shortcut",
                _ => $"Add({context.NameOf(step.Operand!)})",
            };
        }
    }

    // Arguments that are the default are left out.
    private static string Of(Activation activation)
    {
        var isDefault = activation is Activation.LeakyRelu { Slope: Activation.LeakyRelu.DefaultSlope } or Activation.Elu { Alpha: Activation.Elu.DefaultAlpha };
        return ProducerText.Attribute(activation.GetType().Name, isDefault ? [] : activation.Arguments.Select(static a => Literals.Of(a)));
    }
}
