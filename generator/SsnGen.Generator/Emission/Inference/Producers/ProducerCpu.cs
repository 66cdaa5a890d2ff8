using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>How the values of a producer that is no weighted sum are computed on the processor: vectors of channels, pixel by pixel of a row.</summary>
internal abstract class ProducerCpu
{
    // One per producer that is no convolution; a test asks for each.
    private static readonly Dictionary<Type, ProducerCpu> _all = new()
    {
        [typeof(Producer.Identity)] = new IdentityCpu(),
        [typeof(Producer.MaxPool)] = new MaxPoolCpu(),
        [typeof(Producer.AveragePool)] = new AveragePoolCpu(),
        [typeof(Producer.GlobalAveragePool)] = new GlobalAveragePoolCpu(),
        [typeof(Producer.AdaptiveAveragePool)] = new AdaptiveAveragePoolCpu(),
        [typeof(Producer.ResizeNearest)] = new ResizeNearestCpu(),
        [typeof(Producer.ResizeBilinear)] = new ResizeBilinearCpu(),
        [typeof(Producer.ChannelShuffle)] = new ChannelShuffleCpu(),
        [typeof(Producer.Chunk)] = new ChunkCpu(),
        [typeof(Producer.PRelu)] = new PReluCpu(),
        [typeof(Producer.Softmax)] = new SoftmaxCpu(),
        [typeof(Producer.DepthToSpace)] = new DepthToSpaceCpu(),
    };

    private static readonly JoinCpu _join = new();

    /// <summary>That of one production.</summary>
    public static ProducerCpu Of(ProductionPlan plan) => plan.Joins ? _join : Of(plan.Producer);

    private static ProducerCpu Of(Producer producer) =>
        _all.TryGetValue(producer.GetType(), out var emitter) ? emitter : throw new NotSupportedException("Nothing is emitted for the processor of " + producer.GetType().Name + ".");

    /// <summary>Whether there is one for a kind of producer.</summary>
    public static bool Has(Type producer) => _all.ContainsKey(producer);

    /// <summary>Writes what all rows need.</summary>
    public virtual void EmitStart(SourceWriter w, EmissionNames names, ProductionPlan plan)
    {
    }

    /// <summary>Declares <c>plane</c>, the source's plane of 16 channels, inside of its border.</summary>
    /// <param name="block">The variable that holds the block of the output; null where there is but one.</param>
    public virtual void EmitPlane(SourceWriter w, ProductionPlan plan, string? block) => w.Line($"float* plane = source{Address.Step(block, plan.Source.PlaneStride)};");

    /// <summary>Whether a row is written before the values are computed, which are read from there.</summary>
    public virtual bool WritesRow(ProductionPlan plan) => false;

    /// <summary>Writes what a row needs.</summary>
    /// <param name="at">The variables that hold the place of the row in the output.</param>
    public abstract void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at);

    /// <summary>Declares <c>t</c>, the values of the channels from <c>lane</c> on of one pixel.</summary>
    /// <param name="column">The variable that holds the column of the output; null where there is but one.</param>
    public abstract void EmitValue(SourceWriter w, ProductionPlan plan, string? column);

    /// <summary>
    /// Combines the values of a plane from <c>top</c> to <c>bottom</c> and from <c>left</c> to <c>right</c>, each at <c>x</c>; where frames are
    /// so far apart, from <c>front</c> to <c>back</c>.
    /// </summary>
    protected static void EmitSum(SourceWriter w, int? frameStride, int rowStride, string combine)
    {
        var frame = "";
        if (frameStride is { } stride)
        {
            w.Line("for (int d = front; d < back; d++)");
            frame = $" + (d * {stride})";
        }

        using (w.Open("for (int h = top; h < bottom; h++)"))
        {
            w.Line($"float* end = plane + lane{frame} + (h * {rowStride}) + (right * 16);");
            using (w.Open($"for (float* x = plane + lane{frame} + (h * {rowStride}) + (left * 16); x < end; x += 16)"))
            {
                w.Line(combine);
            }
        }

        w.Line();
    }

    /// <summary>An index times a factor; 0 for what is always 0.</summary>
    protected static string Times(string? index, int factor) => index is null ? "0" : factor == 1 ? index : $"({index} * {factor})";

    private sealed class IdentityCpu : PixelCpu;
}

/// <summary>Each pixel from that of its own place in one plane.</summary>
internal abstract class PixelCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at) => w.Line($"float* x = plane{at.In(plan.Source)};");

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column) => w.Line($"vN::Vector<float> t = vN::Vector.Load(x + lane{Address.Step(column, 16)});");
}
