using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Scaffolding.Structure;

/// <summary>Up to where each value is read.</summary>
internal sealed class UnitReaders
{
    private readonly Dictionary<DraftValue, int> _last = [];

    public UnitReaders(IReadOnlyList<Unit> units, DraftNetwork network)
    {
        for (var i = 0; i < units.Count; i++)
        {
            foreach (var value in units[i].Reads)
            {
                _last[value] = i;
            }
        }

        foreach (var output in network.Outputs)
        {
            _last[output.Layer] = int.MaxValue;
        }
    }

    /// <summary>Whether a unit from one on reads a value, or the network returns it.</summary>
    public bool IsReadFrom(DraftValue value, int unit) => _last.GetValueOrDefault(value, -1) >= unit;
}
