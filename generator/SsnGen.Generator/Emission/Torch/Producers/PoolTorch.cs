using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>Pooling over windows.</summary>
internal abstract class PoolTorch : ProducerTorch
{
    /// <summary>Whether libtorch knows such windows: as much padding on opposite sides, at most half of the kernel.</summary>
    protected static bool IsNative(Window window) => window.IsSymmetric && window.Rows.Before <= window.Rows.Kernel / 2 && window.Columns.Before <= window.Columns.Kernel / 2;

    /// <summary>The arguments of a function over windows with less padding than it may have.</summary>
    protected static string Arguments(Window window)
    {
        var (rows, columns) = (window.Rows, window.Columns);
        return (window.IsSquare
            ? $"{Literal.Of(rows.Kernel)}L, stride: {Literal.Of(rows.Stride)}L, padding: {Literal.Of(rows.Before)}L"
            : $"{Pair(rows.Kernel, columns.Kernel)}, {Pair(rows.Stride, columns.Stride)}, {Pair(rows.Before, columns.Before)}")
            + (window.Ceiling ? ", ceil_mode: true" : "");
    }

    private static string Pair(int rows, int columns) => $"new long[] {{ {Literal.Of(rows)}L, {Literal.Of(columns)}L }}";
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
            var rows = window.Rows with { After = window.Rows.Overhang(layer.Input.Height, layer.Output.Height) };
            var columns = window.Columns with { After = window.Columns.Overhang(layer.Input.Width, layer.Output.Width) };
            x = Padded(x, new Window(rows, columns), "double.NegativeInfinity");
            window = new Window(rows with { Before = 0, After = 0 }, columns with { Before = 0, After = 0 });
        }

        return $"{TorchEmitter.Functional}.max_pool2d({x}, {Arguments(window)})";
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
            ? $"{TorchEmitter.Functional}.avg_pool2d({x}, {Arguments(pool.Window)}{(pool.CountsPadding ? "" : ", count_include_pad: false")})"
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
    public override string Forward(LayerPlan layer, string x) => $"{TorchEmitter.Functional}.adaptive_avg_pool2d({x}, 1L)";
}
