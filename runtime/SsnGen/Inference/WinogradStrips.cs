using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>How the work of a convolution by Winograd's filtering is shared out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WinogradStrips
{
    /// <summary>
    /// Jobs are rows of tiles, so that workers get equal shares though the last strip may be shorter; work is done by whole strips:
    /// the strip and unit, strip · units + unit, that a job's share begins with. Frames follow one another, each of whole strips.
    /// </summary>
    /// <param name="job">The first job of the share.</param>
    /// <param name="stripRows">Rows of tiles of a strip.</param>
    /// <param name="rows">Rows of tiles of a frame.</param>
    /// <param name="units">Units of output channels.</param>
    public static int Position(int job, int stripRows, int rows, int units)
    {
        var (frame, within) = Math.DivRem(job, rows * units);
        var strips = (rows + stripRows - 1) / stripRows;
        var strip = within / (stripRows * units);
        var height = Math.Max(1, Math.Min(stripRows, rows - (strip * stripRows)));
        return (((frame * strips) + strip) * units) + ((within - (strip * stripRows * units)) / height);
    }
}
