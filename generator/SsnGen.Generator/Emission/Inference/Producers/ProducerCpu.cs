using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>How the values of a producer without weights are computed on the processor: vectors of channels, pixel by pixel of a row.</summary>
internal abstract class ProducerCpu
{
    // One per producer that is no convolution; a test asks for each.
    private static readonly Dictionary<Type, ProducerCpu> _all = new()
    {
        [typeof(Producer.Identity)] = new IdentityCpu(),
        [typeof(Producer.MaxPool)] = new MaxPoolCpu(),
        [typeof(Producer.AveragePool)] = new AveragePoolCpu(),
        [typeof(Producer.GlobalAveragePool)] = new GlobalAveragePoolCpu(),
        [typeof(Producer.Upsample)] = new UpsampleCpu(),
    };

    /// <summary>That of one kind of producer.</summary>
    public static ProducerCpu Of(Producer producer) =>
        _all.TryGetValue(producer.GetType(), out var emitter) ? emitter : throw new NotSupportedException("Nothing is emitted for the processor of " + producer.GetType().Name + ".");

    /// <summary>Whether there is one for a kind of producer.</summary>
    public static bool Has(Type producer) => _all.ContainsKey(producer);

    /// <summary>Writes what a row needs: <c>plane</c> is the source's plane of 16 channels, inside of its border, and <c>row</c> the row of the output.</summary>
    public abstract void EmitRow(SourceWriter w, EmissionNames names, StepPlan step);

    /// <summary>Declares <c>t</c>, the values of the channels from <c>lane</c> on at <c>column</c> of the row.</summary>
    public abstract void EmitValue(SourceWriter w, StepPlan step);

    private sealed class IdentityCpu : ProducerCpu
    {
        public override void EmitRow(SourceWriter w, EmissionNames names, StepPlan step) => w.Line($"float* x = plane + (row * {step.Source.RowStride});");

        public override void EmitValue(SourceWriter w, StepPlan step) => w.Line("vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));");
    }
}
