namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Writes normalizations as the attributes that declare them.</summary>
internal static class NormalizationText
{
    private static readonly BatchNormAttribute _batch = new();
    private static readonly GroupNormAttribute _group = new();
    private static readonly SsnAttribute _ssn = new();

    /// <summary>The attribute of a normalization.</summary>
    public static string Of(Normalization kind)
    {
        var epsilon = kind.Epsilon == _batch.Epsilon ? "" : $"Epsilon = {Literals.Of(kind.Epsilon)}";
        return kind.Normalizers switch
        {
            _ when kind.Bessel || kind.Normalizers.Length > 1 => ProducerText.Attribute("Ssn", [
                .. kind.Normalizers.Select(static n => $"Normalizer.{n}"),
                kind.Normalizers.Contains(Normalizer.Group) && kind.Groups != _ssn.Groups ? $"Groups = {Literals.Of(kind.Groups)}" : "",
                epsilon,
                kind.Bessel ? "Bessel = true" : ""]),
            [Normalizer.Batch] => ProducerText.Attribute("BatchNorm", [epsilon, kind.Momentum == _batch.Momentum ? "" : $"Momentum = {Literals.Of(kind.Momentum)}"]),
            [Normalizer.Instance] => ProducerText.Attribute("InstanceNorm", [epsilon]),
            [Normalizer.Layer] => ProducerText.Attribute("LayerNorm", [epsilon]),
            [Normalizer.Group] => ProducerText.Attribute("GroupNorm", [kind.Groups == _group.Groups ? "" : Literals.Of(kind.Groups), epsilon]),
            _ => throw new InvalidOperationException($"No attribute is known of {kind}."),
        };
    }

    /// <summary>Whether two are declared alike.</summary>
    public static bool AreAlike(Normalization? one, Normalization? other) => one is null || other is null ? one == other : Of(one) == Of(other);
}
