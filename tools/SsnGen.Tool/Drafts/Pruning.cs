namespace SsnGen.Tool.Drafts;

/// <summary>Leaves out what leads to no output, and puts the rest in the order in which a person writes it.</summary>
internal static class Pruning
{
    /// <summary>The layers that lead to outputs, and the inputs that they read; the order stays.</summary>
    public static DraftNetwork Reached(DraftNetwork network)
    {
        var reached = new HashSet<DraftValue>(network.Outputs.Select(static o => o.Layer));
        foreach (var layer in network.Layers.Reverse().Where(reached.Contains))
        {
            reached.UnionWith(layer.Reads);
        }

        return network with { Inputs = [.. network.Inputs.Where(reached.Contains)], Layers = [.. network.Layers.Where(reached.Contains)] };
    }

    /// <summary>The same network with each layer directly behind what it reads first, as far as that goes: branches one after the other.</summary>
    public static DraftNetwork Ordered(DraftNetwork network)
    {
        var ordered = new List<DraftLayer>();
        var seen = new HashSet<DraftLayer>();
        var open = new Stack<(DraftLayer Layer, bool IsDone)>();
        foreach (var output in network.Outputs)
        {
            open.Push((output.Layer, false));
            while (open.TryPop(out var next))
            {
                if (next.IsDone)
                {
                    ordered.Add(next.Layer);
                    continue;
                }

                if (!seen.Add(next.Layer))
                {
                    continue;
                }

                open.Push((next.Layer, true));

                // Taken from the end: operands of the tail first, then the sources in their order, the last of which it stands behind.
                var reads = next.Layer.Sources.Count == 1
                    ? next.Layer.Tail.Select(static s => s.Operand).Concat(next.Layer.Sources)
                    : next.Layer.Sources.Concat(next.Layer.Tail.Select(static s => s.Operand));
                foreach (var read in reads.OfType<DraftLayer>().Reverse().Where(l => !seen.Contains(l)))
                {
                    open.Push((read, false));
                }
            }
        }

        return network with { Layers = ordered };
    }
}
