using SsnGen.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>Weights of networks for pictures as those of networks for clips.</summary>
public static class Inflation
{
    /// <summary>
    /// Gives a network for clips the weights of one for pictures whose layers have the same names: each kernel is repeated over its frames and
    /// divided by their number, so that a clip that stands still gives what its picture gives, but for the first and the last frames, before
    /// and behind which there is nothing. Everything else is copied; importance ratios and the radius stay as they are, to be learned anew.
    /// </summary>
    /// <remarks>Carreira and Zisserman, <i>Quo Vadis, Action Recognition?</i>, CVPR 2017, section 2.</remarks>
    /// <param name="clips">The module of the network for clips.</param>
    /// <param name="pictures">The module of the network for pictures.</param>
    /// <exception cref="ArgumentException">A tensor of the network for clips has no counterpart, or one of another shape; nothing has been changed then.</exception>
    public static void InflateFrom(this SsnModule clips, SsnModule pictures)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(pictures);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (own, given) = (clips.state_dict(), pictures.state_dict());
        var pairs = NetworkTensors.Of(clips.ModelLayers)
            .Where(static t => t.Role is not (TensorRole.MeanControl or TensorRole.VarianceControl or TensorRole.MeanFixed or TensorRole.VarianceFixed or TensorRole.Radius))
            .Select(t => (Tensor: own[t.Name], Values: Inflated(t, given, pictures)))
            .ToArray();
        foreach (var (tensor, values) in pairs)
        {
            tensor.copy_(values);
        }
    }

    private static Tensor Inflated(NetworkTensor tensor, Dictionary<string, Tensor> given, SsnModule pictures)
    {
        if (!given.TryGetValue(tensor.Name, out var values))
        {
            throw new ArgumentException($"{pictures.ModelName} has no {tensor.Name}: layers of both networks need the same names.", nameof(pictures));
        }

        long[] shape = [.. tensor.Shape.Select(static s => (long)s)];
        var isKernel = shape.Length == 5 && values.shape.Length == 4;
        var inflated = isKernel ? values.unsqueeze(2).expand([shape[0], values.shape[1], shape[2], values.shape[2], values.shape[3]]) / shape[2] : values;
        return inflated.shape.SequenceEqual(shape) ? inflated
            : throw new ArgumentException($"{tensor.Name} is [{string.Join(", ", values.shape)}] in {pictures.ModelName}, of which nothing of the shape [{string.Join(", ", shape)}] can be made.", nameof(pictures));
    }
}
