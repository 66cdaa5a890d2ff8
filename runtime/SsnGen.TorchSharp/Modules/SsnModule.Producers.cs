using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

// The parts of layers that have weights, and what libtorch has no function for.
public abstract partial class SsnModule
{
    /// <summary>Adds the convolution of sequences of a layer as <c>PATH.conv</c>: weights He-normal over the outgoing connections, bias 0.</summary>
    /// <remarks>He et al., <i>Delving Deep into Rectifiers</i>, ICCV 2015, equation 14.</remarks>
    /// <param name="layer">A layer whose producer is a convolution.</param>
    protected Conv1d AddConvolution1d(Layer layer)
    {
        var (p, axes) = ConvolutionOf(layer, rank: 1);
        return Initialized(layer, nn.Conv1d(
            layer.Input.Channels, layer.Output.Channels, axes[0].Kernel, axes[0].Stride, axes[0].Before, axes[0].Dilation, groups: p.Groups, bias: p.Bias, dtype: float32));
    }

    /// <summary>Adds the convolution of pictures of a layer as <c>PATH.conv</c>: weights He-normal over the outgoing connections, bias 0.</summary>
    /// <remarks>He et al., <i>Delving Deep into Rectifiers</i>, ICCV 2015, equation 14.</remarks>
    /// <param name="layer">A layer whose producer is a convolution.</param>
    protected Conv2d AddConvolution2d(Layer layer)
    {
        var (p, axes) = ConvolutionOf(layer, rank: 2);
        return Initialized(layer, nn.Conv2d(
            layer.Input.Channels, layer.Output.Channels, Of(static a => a.Kernel), Of(static a => a.Stride), Of(static a => a.Before), Of(static a => a.Dilation), groups: p.Groups, bias: p.Bias, dtype: float32));

        (long Height, long Width) Of(Func<WindowAxis, int> value) => (value(axes[0]), value(axes[1]));
    }

    /// <summary>Adds the convolution of clips of a layer as <c>PATH.conv</c>: weights He-normal over the outgoing connections, bias 0.</summary>
    /// <remarks>He et al., <i>Delving Deep into Rectifiers</i>, ICCV 2015, equation 14.</remarks>
    /// <param name="layer">A layer whose producer is a convolution.</param>
    protected Conv3d AddConvolution3d(Layer layer)
    {
        var (p, axes) = ConvolutionOf(layer, rank: 3);
        return Initialized(layer, nn.Conv3d(
            layer.Input.Channels, layer.Output.Channels, Of(static a => a.Kernel), Of(static a => a.Stride), Of(static a => a.Before), Of(static a => a.Dilation), groups: p.Groups, bias: p.Bias, dtype: float32));

        (long Depth, long Height, long Width) Of(Func<WindowAxis, int> value) => (value(axes[0]), value(axes[1]), value(axes[2]));
    }

    // What lies around a picture is as much on opposite sides, or added before the convolution.
    private static (Producer.Conv Producer, IReadOnlyList<WindowAxis> Axes) ConvolutionOf(Layer layer, int rank)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Producer is Producer.Conv p && p.Window.Rank == rank
            ? (p, p.Window.IsSymmetric ? p.Window.Axes : [.. p.Window.Axes.Select(static a => a with { Before = 0, After = 0 })])
            : throw new ArgumentException($"Layer '{layer.Path}' has no convolution along {rank} sides.", nameof(layer));
    }

    private T Initialized<T>(Layer layer, T module)
        where T : Convolution
    {
        nn.init.kaiming_normal_(module.weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        return WithoutBias(layer, module);
    }

    // A convolution in its place; its bias is 0.
    private T WithoutBias<T>(Layer layer, T module)
        where T : Convolution
    {
        if (module.bias is { } bias)
        {
            nn.init.zeros_(bias);
        }

        Place(layer, layer.Producer.Weights(layer.Input)!.Part, module);
        return module;
    }

    /// <summary>Adds the transposed convolution of a layer as <c>PATH.conv</c>: weights He-normal over the incoming connections of each pixel, bias 0.</summary>
    /// <param name="layer">A layer whose producer is a transposed convolution.</param>
    protected ConvTranspose2d AddTransposedConvolution(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Producer is not Producer.ConvTranspose p)
        {
            throw new ArgumentException($"Layer '{layer.Path}' has no transposed convolution.", nameof(layer));
        }

        var (rows, columns) = (p.Window.Rows, p.Window.Columns);
        var module = nn.ConvTranspose2d(
            layer.Input.Channels,
            layer.Output.Channels,
            (rows.Kernel, columns.Kernel),
            (rows.Stride, columns.Stride),
            (rows.Before, columns.Before),
            (p.OutputPadding, p.OutputPadding),
            (rows.Dilation, columns.Dilation),
            bias: p.Bias,
            dtype: float32);
        var connections = Math.Max(1.0, (double)layer.Input.Channels * p.Window.Taps / ((double)rows.Stride * columns.Stride));
        nn.init.normal_(module.weight, 0, Math.Sqrt(2 / connections));
        return WithoutBias(layer, module);
    }

    /// <summary>Averages the windows of a layer whose padding libtorch does not know, by sums and counts.</summary>
    /// <param name="layer">A layer whose producer is average pooling.</param>
    /// <param name="x">What it reads, [N, C, sides].</param>
    /// <returns>The averages, [N, C, sides].</returns>
    protected static Tensor AveragePool(Layer layer, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(x);
        if (layer.Producer is not Producer.AveragePool pool)
        {
            throw new ArgumentException($"Layer '{layer.Path}' is no average pooling.", nameof(layer));
        }

        using var scope = NewDisposeScope();
        var window = pool.Window;

        // What a last window sees behind the padding never counts. The last side comes first.
        var (sides, reaching) = (layer.Input.Sides, window.Reaching(layer.Input, layer.Output).Axes);
        long[] pads = [.. window.Axes.Reverse().SelectMany(static a => new long[] { a.Before, a.After })];
        long[] behind = [.. window.Axes.Zip(reaching).Reverse().SelectMany(static a => new long[] { 0, Math.Max(0, a.Second.After - a.First.After) })];
        var inside = ones([1, 1, .. sides.Select(static s => (long)s)], dtype: x.dtype, device: x.device);
        var counted = Around(nn.functional.pad(inside, pads, value: pool.CountsPadding ? 1 : 0));
        return (Around(nn.functional.pad(x, pads)) / counted).MoveToOuterDisposeScope();

        Tensor Around(Tensor padded)
        {
            var (from, axes) = (nn.functional.pad(padded, behind), window.Axes);
            long[] kernel = [.. axes.Select(static a => (long)a.Kernel)];
            long[] stride = [.. axes.Select(static a => (long)a.Stride)];
            return window.Rank switch
            {
                1 => nn.functional.avg_pool1d(from, kernel[0], stride[0]),
                2 => nn.functional.avg_pool2d(from, kernel, stride, [0, 0]),
                _ => nn.functional.avg_pool3d(from, kernel, stride, [0, 0, 0]),
            };
        }
    }

    /// <summary>Gives a tensor another size by the values of single pixels, ⌊i·m / n⌋ of m pixels for i of n, where libtorch would round otherwise.</summary>
    /// <param name="x">The tensor, [N, C, H, W].</param>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <returns>The tensor of that size, [N, C, height, width].</returns>
    protected static Tensor Nearest(Tensor x, long height, long width)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        return x.index_select(2, Places(2, height)).index_select(3, Places(3, width)).MoveToOuterDisposeScope();

        Tensor Places(int axis, long resized) => (arange(resized, dtype: ScalarType.Int64, device: x.device) * x.shape[axis]).div(resized, RoundingMode.floor);
    }

    /// <summary>Adds the fully connected part of a layer as <c>PATH.linear</c>, initialized as PyTorch does.</summary>
    /// <param name="layer">A layer whose producer is fully connected.</param>
    protected Linear AddLinear(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Producer is not Producer.Linear p)
        {
            throw new ArgumentException($"Layer '{layer.Path}' is not fully connected.", nameof(layer));
        }

        var module = nn.Linear(layer.Input.Length, layer.Output.Channels, p.Bias, dtype: float32);
        Place(layer, p.Weights(layer.Input).Part, module);
        return module;
    }

    /// <summary>Makes values of pictures as they come: (pixel − mean) · scale of their channel, as <c>PixelMean</c> and <c>PixelScale</c> of <c>[SsnModel]</c> say.</summary>
    /// <param name="pixels">The pictures, [N, H, W, C], 8 bits each; clips, [N, D, H, W, C].</param>
    /// <returns>What the module reads, [N, C, H, W], on the same device.</returns>
    /// <exception cref="InvalidOperationException">The model does not say how pixels become values.</exception>
    /// <exception cref="ArgumentException">The tensor is not of bytes, or of another shape.</exception>
    public Tensor FromPixels(Tensor pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var input = ModelGraph.Inputs[0];
        var values = input.Pixels ?? throw new InvalidOperationException($"{ModelName} does not say how pixels become values: give its [SsnModel] PixelMean and PixelScale.");
        long[] shape = [.. input.Shape.Sides.Select(static s => (long)s), input.Shape.Channels];
        if (pixels.dtype != ScalarType.Byte || !pixels.shape.Skip(1).SequenceEqual(shape))
        {
            throw new ArgumentException($"The tensor is {pixels.dtype} [{string.Join(", ", pixels.shape)}]; expected {ScalarType.Byte} [N, {string.Join(", ", shape)}].", nameof(pixels));
        }

        using var scope = NewDisposeScope();
        var (mean, scale) = (tensor(values.Mean.ToArray(), device: pixels.device), tensor(values.Scale.ToArray(), device: pixels.device));
        return ((pixels.to(float32) - mean) * scale).movedim([-1], [1]).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Adds the slopes of a layer as <c>PATH.prelu</c>: each 0.25.</summary>
    /// <param name="layer">A layer whose producer is a parametric ReLU.</param>
    protected PReLU AddPRelu(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Producer is not Producer.PRelu p)
        {
            throw new ArgumentException($"Layer '{layer.Path}' is no parametric ReLU.", nameof(layer));
        }

        var weights = p.Weights(layer.Input);
        var module = nn.PReLU(weights.Outputs, dtype: float32);
        Place(layer, weights.Part, module);
        return module;
    }
}
