namespace SsnGen.Generator.Definitions;

/// <summary>What a network returns, as far as its definition says it without a shape: the marked properties and the last one; and what it all is called.</summary>
internal static class OutputNames
{
    /// <summary>What the input of a network is called.</summary>
    public const string Input = "input";

    /// <summary>The properties whose values it returns, in their order.</summary>
    public static IEnumerable<MemberDefinition> Members(EquatableArray<MemberDefinition> members) => members.Where((m, i) => m.IsOutput || i == members.Length - 1);

    /// <summary>What the outputs are called: as nothing else that the network takes or returns.</summary>
    public static string[] Of(EquatableArray<MemberDefinition> members)
    {
        var names = Members(members).Select(static m => m.Name == Input ? m.Name + "_" : m.Name).ToArray();
        return names.Length == 1 ? ["output"] : names;
    }
}
