namespace SsnGen.Tool.Scaffolding.Structure;

/// <summary>A block and where it is used.</summary>
/// <param name="Uses">The segments that are it, in their order.</param>
/// <param name="Channels">Which channels its layers take from the stage.</param>
/// <param name="Strided">For each unit, whether its convolution has the stride of the stage.</param>
internal sealed record BlockClass(IReadOnlyList<Segment> Uses, StageChannels Channels, IReadOnlyList<bool> Strided)
{
    /// <summary>The stages that its uses are: those one behind the other, the first of which alone has strides.</summary>
    /// <param name="readers">Who reads what: of a stage only the last use is read by others.</param>
    public List<List<Segment>> Stages(UnitReaders readers)
    {
        var stages = new List<List<Segment>>();
        foreach (var use in Uses)
        {
            if (stages is [.., [.., var before] stage] && before.End == use.Start && use.Input == before.Last && !readers.IsReadFrom(before.Last, use.End)
                && before.ChannelsOf(Channels) == use.ChannelsOf(Channels) && !Skips(use))
            {
                stage.Add(use);
            }
            else
            {
                stages.Add([use]);
            }
        }

        return stages;
    }

    /// <summary>The strides of a stage, from its first use.</summary>
    public int[] StridesOf(Segment first) =>
        first.ProjectionStrides ?? first.ConvStrides.Where((_, i) => Strided[i]).FirstOrDefault() ?? [1];

    private bool Skips(Segment use) => StridesOf(use).Any(static s => s > 1);
}
