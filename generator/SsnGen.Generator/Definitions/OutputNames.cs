namespace SsnGen.Generator.Definitions;

/// <summary>What a network returns, as far as its definition says it without a shape: the marked properties and the last one; and what it all is called.</summary>
internal static class OutputNames
{
    /// <summary>What the input of a network is called.</summary>
    public const string Input = "input";

    /// <summary>The properties whose values it returns, in their order.</summary>
    public static IEnumerable<MemberDefinition> Members(EquatableArray<MemberDefinition> members) => members.Where((m, i) => m.IsOutput || i == members.Length - 1);

    /// <summary>What the outputs are called: as nothing else that the network takes or returns. The only one that is left after training is its output.</summary>
    public static string[] Of(EquatableArray<MemberDefinition> members)
    {
        var outputs = Members(members).ToArray();
        var isOne = outputs.Count(static m => !m.IsTrainingOnly) == 1;
        return [.. outputs.Select(m => isOne && !m.IsTrainingOnly ? Output : m.Name == Input || (isOne && m.Name == Output) ? m.Name + "_" : m.Name)];
    }

    /// <summary>What those are called that are left after training.</summary>
    public static string[] Evaluated(EquatableArray<MemberDefinition> members) => [.. Members(members).Zip(Of(members), static (m, name) => (m, name)).Where(static o => !o.m.IsTrainingOnly).Select(static o => o.name)];

    private const string Output = "output";
}
