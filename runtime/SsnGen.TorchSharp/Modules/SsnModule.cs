using SsnGen.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>
/// The base of the training module that the generator emits for each network. Parameters have PyTorch's names:
/// <c>PATH.conv.weight</c>, <c>PATH.linear.weight</c>, <c>PATH.norm.weight</c>, <c>PATH.norm.mean_weight</c> and so on.
/// </summary>
public abstract class SsnModule : nn.Module<Tensor, Tensor>
{
    private readonly List<SsnNorm> _norms = [];
    private readonly Shape _input;
    private double _radius;

    /// <summary>Describes the network.</summary>
    /// <param name="modelName">The full name of the network's class.</param>
    /// <param name="layers">Its layers, in the order of execution.</param>
    /// <exception cref="DllNotFoundException">libtorch does not load.</exception>
    protected SsnModule(string modelName, IReadOnlyList<Layer> layers)
        : base(NativeLibTorch.Loaded(nameof(SsnModule)))
    {
        ArgumentException.ThrowIfNullOrEmpty(modelName);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count, nameof(layers));
        ModelName = modelName;
        ModelLayers = layers;
        _input = layers[0].Input;
    }

    /// <summary>The full name of the network's class.</summary>
    public string ModelName { get; }

    /// <summary>The layers of the network, in the order of execution.</summary>
    public IReadOnlyList<Layer> ModelLayers { get; }

    /// <summary>The normalizations of the network, in the order of its layers.</summary>
    public IReadOnlyList<SsnNorm> Norms => _norms;

    /// <summary>The radius of SparsestMax of all layers in the next forward pass; finite, at least 0. Starts at 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or not finite.</exception>
    public double Radius
    {
        get => _radius;
        set
        {
            foreach (var norm in _norms)
            {
                norm.Radius = value;
            }

            _radius = value;
        }
    }

    /// <summary>The layers whose mean and variance are both fixed, with what training chose, in the order of execution.</summary>
    public IReadOnlyDictionary<string, Selection> Selections
    {
        get
        {
            var selections = new OrderedDictionary<string, Selection>(StringComparer.Ordinal);
            foreach (var norm in _norms)
            {
                if (norm.Selection is { } selection)
                {
                    selections.Add(norm.Path, selection);
                }
            }

            return selections;
        }
    }

    /// <summary>How many layers have both their mean and their variance fixed.</summary>
    public int FixedCount => _norms.Count(static norm => norm.Selection is not null);

    /// <summary>Whether all layers with SSN are fixed.</summary>
    public bool SelectionIsComplete => FixedCount == _norms.Count;

    /// <summary>Runs the backward pass from a loss and throws what went wrong in it, if anything.</summary>
    /// <remarks>After a plain <c>loss.backward()</c> it is thrown by <see cref="SsnOptimizer.Step()"/>, or by the next forward pass.</remarks>
    /// <param name="loss">A scalar that the network's output went into.</param>
    public void Backward(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        loss.backward();
        ThrowIfBackwardFailed();
    }

    /// <summary>Throws what went wrong in a backward pass since the last call, if anything.</summary>
    public void ThrowIfBackwardFailed()
    {
        SsnFunction.ReleaseGradients();
        foreach (var norm in _norms)
        {
            norm.ThrowIfBackwardFailed();
        }
    }

    /// <summary>Adds the convolution of a layer as <c>PATH.conv</c>: weights He-normal over the outgoing connections, bias 0.</summary>
    /// <remarks>He et al., <i>Delving Deep into Rectifiers</i>, ICCV 2015, equation 14.</remarks>
    /// <param name="layer">A layer whose producer is a convolution.</param>
    protected Conv2d AddConvolution(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Producer is not Producer.Conv p)
        {
            throw new ArgumentException($"Layer '{layer.Path}' has no convolution.", nameof(layer));
        }

        var module = nn.Conv2d(
            layer.Input.Channels, layer.Output.Channels, p.Kernel, p.Stride, p.Padding, p.Dilation, groups: p.Groups, bias: p.Bias, dtype: float32);
        nn.init.kaiming_normal_(module.weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        if (module.bias is { } bias)
        {
            nn.init.zeros_(bias);
        }

        Place(layer, "conv", module);
        return module;
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
        Place(layer, "linear", module);
        return module;
    }

    /// <summary>Adds the normalization of a layer as <c>PATH.norm</c>.</summary>
    /// <param name="layer">A layer with SSN.</param>
    /// <param name="kernel">Its kernel.</param>
    protected SsnNorm AddNormalization(Layer layer, SsnKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Normalization is not { } normalization)
        {
            throw new ArgumentException($"Layer '{layer.Path}' has no normalization.", nameof(layer));
        }

        var module = new SsnNorm(layer.Path, kernel, normalization);
        Place(layer, "norm", module);
        _norms.Add(module);
        return module;
    }

    /// <summary>Checks that a tensor is a batch of the network's input.</summary>
    /// <param name="input">The tensor.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    protected void CheckInput(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shape = input.shape;
        if (shape.Length != 4 || shape[1] != _input.Channels || shape[2] != _input.Height || shape[3] != _input.Width || input.dtype != ScalarType.Float32)
        {
            throw new ArgumentException(
                $"{ModelName} takes float32 [N, {_input.Channels}, {_input.Height}, {_input.Width}]; the input is {input.dtype} [{string.Join(", ", shape)}].", nameof(input));
        }
    }

    /// <summary>Does nothing: all modules were registered under their paths, and fields must not add them a second time.</summary>
    protected override void RegisterComponents()
    {
    }

    private void Place(Layer layer, string name, nn.Module module)
    {
        nn.Module parent = this;
        foreach (var part in layer.Path.Split('.'))
        {
            parent = ContainerModule.In(parent, part);
        }

        parent.register_module(name, module);
    }
}
