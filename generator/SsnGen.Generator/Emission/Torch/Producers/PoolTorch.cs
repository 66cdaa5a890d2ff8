using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>Pooling over windows.</summary>
internal abstract class PoolTorch : ProducerTorch
{
    /// <summary>Whether libtorch knows such windows: as much padding on opposite sides, at most half of the kernel.</summary>
    protected static bool IsNative(Window window) => window.IsSymmetric && window.Axes.All(static a => a.Before <= a.Kernel / 2);

    /// <summary>The arguments of a function over windows with less padding than it may have.</summary>
    protected static string Arguments(Window window)
    {
        var (axes, one) = (window.Axes, window.Columns);
        return (window.IsSquare && window.Rank < 3
            ? $"{Literal.Of(one.Kernel)}L, stride: {Literal.Of(one.Stride)}L, padding: {Literal.Of(one.Before)}L"
            : $"{List(axes.Select(static a => a.Kernel))}, {List(axes.Select(static a => a.Stride))}, {List(axes.Select(static a => a.Before))}")
            + (window.Ceiling ? ", ceil_mode: true" : "");
    }

    private static string List(IEnumerable<int> values) => $"new long[] {{ {string.Join(", ", values.Select(static v => Literal.Of(v) + "L"))} }}";
}

/// <summary>The largest value of each window.</summary>
internal sealed class MaxPoolTorch : PoolTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x)
    {
        var window = ((Producer.MaxPool)layer.Producer).Window;
        if (!IsNative(window))
        {
            // Padding never wins, so that it may be as much as the last window sees.
            window = window.Reaching(layer.Input, layer.Output);
            x = Padded(x, window, "double.NegativeInfinity");
            window = Window.Of([.. window.Axes.Select(static a => a with { Before = 0, After = 0 })]);
        }

        return $"{TorchEmitter.Functional}.max_pool{Literal.Of(window.Rank)}d({x}, {Arguments(window)})";
    }
}

/// <summary>The average of each window.</summary>
internal sealed class AveragePoolTorch : PoolTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x)
    {
        var pool = (Producer.AveragePool)layer.Producer;
        return IsNative(pool.Window)
            ? $"{TorchEmitter.Functional}.avg_pool{Literal.Of(pool.Window.Rank)}d({x}, {Arguments(pool.Window)}{(pool.CountsPadding ? "" : ", count_include_pad: false")})"
            : $"AveragePool(ModelLayers[{Literal.Of(layer.Index)}], {x})";
    }
}

/// <summary>The averages of so many windows.</summary>
internal sealed class AdaptiveAveragePoolTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) =>
        $"{TorchEmitter.Functional}.adaptive_avg_pool2d({x}, new long[] {{ {Literal.Of(layer.Output.Height)}L, {Literal.Of(layer.Output.Width)}L }})";
}

/// <summary>The average of each channel, by a function.</summary>
internal sealed class GlobalAveragePoolTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) => layer.Input.Rank == 2
        ? $"{TorchEmitter.Functional}.adaptive_avg_pool2d({x}, 1L)"
        : $"{x}.mean(new long[] {{ {string.Join(", ", Enumerable.Range(2, layer.Input.Rank).Select(static d => Literal.Of(d) + "L"))} }}, keepdim: true)";
}
