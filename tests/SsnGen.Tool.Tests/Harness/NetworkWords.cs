namespace SsnGen.Tool.Tests.Harness;

/// <summary>All of a network in words, to compare two.</summary>
internal static class NetworkWords
{
    public static string Of(NetworkGraph network) => string.Join('\n', network.Layers
        .Select(static l => $"{l} {l.Producer} [{string.Join(", ", l.Sources.Select(static s => s.Name))}] {Of(l.Normalization)} {string.Join(", ", l.Tail.Select(Of))}")
        .Concat(network.Inputs.Select(static i => i.ToString()))
        .Concat(network.Outputs.Select(static o => $"{o} of {o.Layer.Path}")));

    // Of one normalizer there is nothing to select, and the generator says so all the same.
    private static string Of(Normalization? n) => n is null ? ""
        : $"{string.Join("+", n.Normalizers)} {n.Epsilon} {n.Momentum} {(n.Normalizers.Contains(Normalizer.Group) ? n.Groups : 0)} {n.IsRunningVarianceUnbiased} {n.Bessel} {(n.Normalizers.Length > 1 ? n.Selection : null)}";

    private static string Of(TailStep step) => step switch
    {
        TailStep.Add add => "+" + add.Value.Name,
        TailStep.Multiply multiply => "*" + multiply.Value.Name,
        _ => step.ToString(),
    };
}
