namespace SsnGen.Generator.Definitions;

/// <summary>What a network takes and returns, as far as its definition says it without a shape: inputs, the marked layers and the last one; and what it all is called.</summary>
internal static class EndNames
{
    /// <summary>What the first input of a network is called.</summary>
    public const string Input = "input";

    /// <summary>The properties that declare further inputs.</summary>
    public static IEnumerable<MemberDefinition> InputMembers(EquatableArray<MemberDefinition> members) => members.Where(static m => m.Kind == MemberKind.Input);

    /// <summary>What all inputs are called.</summary>
    public static string[] Inputs(EquatableArray<MemberDefinition> members) => [Input, .. InputMembers(members).Select(static m => m.Name is Input or Output ? m.Name + "_" : m.Name)];

    /// <summary>The properties whose values it returns, in their order.</summary>
    public static IEnumerable<MemberDefinition> Members(EquatableArray<MemberDefinition> members) =>
        members.Where(static m => m.Kind != MemberKind.Input).Reverse().Where(static (m, i) => m.IsOutput || i == 0).Reverse();

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
