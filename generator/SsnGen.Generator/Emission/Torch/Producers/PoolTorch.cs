using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>Pooling over windows, by a function.</summary>
internal sealed class PoolTorch(string function) : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x)
    {
        var pool = (Producer.Pool)layer.Producer;
        return $"{TorchEmitter.Functional}.{function}({x}, {Literal.Of(pool.Kernel)}L, stride: {Literal.Of(pool.Stride)}L, padding: {Literal.Of(pool.Padding)}L)";
    }
}

/// <summary>The average of each channel, by a function.</summary>
internal sealed class GlobalAveragePoolTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) => $"{TorchEmitter.Functional}.adaptive_avg_pool2d({x}, 1L)";
}
