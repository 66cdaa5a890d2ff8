namespace SsnGen.Generator.Definitions;

/// <summary>What a network takes and returns, as far as its definition says it without a shape: inputs, the marked layers and the last one; and what it all is called.</summary>
internal static class EndNames
{
    /// <summary>What the first input of a network is called.</summary>
    public const string Input = "input";

    private const string Output = "output";

    // As many as a network may have layers; more is a mistake in a [Repeat], which is said.
    private const int MostOutputs = 4096;

    /// <summary>The properties that declare further inputs.</summary>
    public static IEnumerable<MemberDefinition> InputMembers(EquatableArray<MemberDefinition> members) => members.Where(static m => m.Kind == MemberKind.Input);

    /// <summary>What all inputs are called.</summary>
    public static string[] Inputs(EquatableArray<MemberDefinition> members) => [Input, .. InputMembers(members).Select(static m => m.Name is Input or Output ? m.Name + "_" : m.Name)];

    /// <summary>
    /// What it returns, in the order of its layers, each value once: called as nothing else that the network takes or returns. The only one
    /// that is left after training is its output.
    /// </summary>
    /// <param name="members">The properties of the model.</param>
    /// <param name="blocks">The blocks that it reaches.</param>
    public static OutputName[] Outputs(EquatableArray<MemberDefinition> members, EquatableArray<BlockDefinition> blocks)
    {
        var found = new OutputWalk(blocks).Model(members).Take(MostOutputs).ToArray();

        // A stage is its last layer, which may be marked as well: what is left after training wins, then the outer one.
        var outputs = found.GroupBy(static o => o.Layer).Select(static same => same.OrderBy(static o => o.IsTrainingOnly).ThenBy(static o => o.Name.Length).First()).ToArray();
        var isOne = outputs.Count(static o => !o.IsTrainingOnly) == 1;
        var taken = new HashSet<string>(Inputs(members), StringComparer.Ordinal);
        if (isOne)
        {
            taken.Add(Output);
        }

        return [.. outputs.Select(o => o with { Name = isOne && !o.IsTrainingOnly ? Output : Unique(o.Name) })];

        string Unique(string name)
        {
            while (!taken.Add(name))
            {
                name += "_";
            }

            return name;
        }
    }

    /// <summary>What those are called that are left after training.</summary>
    public static string[] Evaluated(EquatableArray<MemberDefinition> members, EquatableArray<BlockDefinition> blocks) =>
        [.. Outputs(members, blocks).Where(static o => !o.IsTrainingOnly).Select(static o => o.Name)];
}

/// <summary>An output of a network, as its definition says it without a shape.</summary>
/// <param name="Layer">The path of the layer whose values it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="IsTrainingOnly">Whether only training returns it.</param>
internal sealed record OutputName(string Layer, string Name, bool IsTrainingOnly);

/// <summary>Finds the marked layers and stages of a model, those of its blocks each time that they are repeated.</summary>
internal sealed class OutputWalk
{
    private readonly Dictionary<string, BlockDefinition> _blocks;

    // Others are not walked through, however often they are repeated.
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new();

    public OutputWalk(EquatableArray<BlockDefinition> blocks)
    {
        _blocks = blocks.ToDictionary(static b => b.FullName, StringComparer.Ordinal);
        int count;
        do
        {
            count = _marked.Count;
            _marked.UnionWith(blocks.Where(b => b.Members.Any(m => m.IsOutput || (m.Block is { } inner && _marked.Contains(inner.FullName)))).Select(static b => b.FullName).ToArray());
        }
        while (_marked.Count > count);
    }

    /// <summary>Those of a model, whose last layer is one in any case.</summary>
    public IEnumerable<OutputName> Model(EquatableArray<MemberDefinition> members)
    {
        var last = members.LastOrDefault(static m => m.Kind != MemberKind.Input);
        return members.Where(static m => m.Kind != MemberKind.Input).SelectMany(m => Member(m, "", m.IsOutput || m == last));
    }

    private IEnumerable<OutputName> Member(MemberDefinition member, string prefix, bool isReturned)
    {
        var path = prefix + member.Name;
        if (member.Block is { } reference && _marked.Contains(reference.FullName) && !_open.Contains(reference.FullName))
        {
            _open.Push(reference.FullName);
            for (var i = 0; i < Count(member); i++)
            {
                var inner = $"{path}.{Text.Literal.Of(i)}.";
                foreach (var output in _blocks[reference.FullName].Members.SelectMany(m => Member(m, inner, m.IsOutput)))
                {
                    yield return output;
                }
            }

            _open.Pop();
        }

        if (isReturned)
        {
            yield return new OutputName(LayerOf(member, prefix), path.Replace('.', '_'), member.IsTrainingOnly);
        }
    }

    // Of a stage the last layer of its last block.
    private string LayerOf(MemberDefinition member, string prefix)
    {
        var path = prefix + member.Name;
        for (var depth = 0; depth <= _blocks.Count && member.Block is { } reference && _blocks.TryGetValue(reference.FullName, out var block) && block.Members.Length > 0; depth++)
        {
            path += $".{Text.Literal.Of(Count(member) - 1)}.";
            member = block.Members[block.Members.Length - 1];
            path += member.Name;
        }

        return path;
    }

    private static int Count(MemberDefinition stage) => stage.Facets.OfType<RepeatFacet>().FirstOrDefault()?.Count ?? 1;
}
