using SsnGen;
using Video.Data;

namespace Video.Training;

/// <summary>The clips that both networks see.</summary>
internal static class Clips
{
    public const int PerEpoch = 1024;
    public const int Tests = 512;

    // Clips of one seed never repeat in another.
    private const int TestSeed = 1;

    public static ClipSet Test { get; } = RenderedClips.Create(Tests, TestSeed);

    public static int StepsPerEpoch(int batch) => Math.Max(1, PerEpoch / batch);

    /// <summary>As the networks make them of pixels when they run; with one channel a clip is frame after frame.</summary>
    public static float[] Values(ClipSet clips)
    {
        var values = new float[clips.Pixels.Length];
        FramesNet.Graph.Inputs[0].Pixels!.Convert(clips.Pixels, new Shape(1, ClipSet.Side, ClipSet.Side), values);
        return values;
    }
}
