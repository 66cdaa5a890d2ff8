using System.Runtime.ExceptionServices;
using SsnGen.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>
/// The base of the training module that the generator emits for each network. Parameters have PyTorch's names:
/// <c>PATH.conv.weight</c>, <c>PATH.linear.weight</c>, <c>PATH.norm.weight</c>, <c>PATH.norm.mean_weight</c> and so on.
/// </summary>
public abstract partial class SsnModule : nn.Module<Tensor, Tensor>
{
    private readonly List<SsnNorm> _norms = [];
    private readonly TrainingGuard _guard;
    private double _radius;

    /// <summary>Describes the network.</summary>
    /// <param name="modelName">The full name of the network's class.</param>
    /// <param name="graph">The network as it was compiled.</param>
    /// <exception cref="DllNotFoundException">libtorch does not load.</exception>
    protected SsnModule(string modelName, NetworkGraph graph)
        : base(NativeLibTorch.Loaded(nameof(SsnModule)))
    {
        ArgumentException.ThrowIfNullOrEmpty(modelName);
        ArgumentNullException.ThrowIfNull(graph);
        ModelName = modelName;
        ModelGraph = graph;
        _guard = new TrainingGuard(modelName);
    }

    /// <summary>The full name of the network's class.</summary>
    public string ModelName { get; }

    /// <summary>The network: its inputs, its layers, what it returns.</summary>
    public NetworkGraph ModelGraph { get; }

    /// <summary>The layers of the network, in the order of execution.</summary>
    public IReadOnlyList<Layer> ModelLayers => ModelGraph.Layers;

    /// <summary>The normalizations of the network, in the order of its layers.</summary>
    public IReadOnlyList<SsnNorm> Norms => _norms;

    /// <summary>The radius of SparsestMax of all layers in the next forward pass; from 0 to 1, kept as a float. Starts at 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is out of range.</exception>
    public double Radius
    {
        get => _norms.Find(static norm => norm.MeanWeight is not null)?.Radius ?? _radius;
        set
        {
            foreach (var norm in _norms)
            {
                norm.Radius = value;
            }

            _radius = (float)value;
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

    /// <summary>The layers that are still mixtures, and why, in the order of execution.</summary>
    public IReadOnlyList<LayerMixture> Mixtures => [.. _norms.Where(static norm => norm.Selection is null).Select(LayerMixture.Of)];

    /// <summary>Whether all layers with SSN are fixed.</summary>
    public bool SelectionIsComplete => FixedCount == _norms.Count;

    /// <summary>The largest <see cref="SsnNorm.RefusedBatches"/> of all layers: batches whose moments were not finite.</summary>
    public long RefusedBatches => _norms.Select(static norm => norm.RefusedBatches).DefaultIfEmpty().Max();

    /// <inheritdoc cref="SsnNorm.FreezeMoments"/>
    public void FreezeMoments(bool affine = false) => _norms.ForEach(norm => norm.FreezeMoments(affine));

    /// <inheritdoc cref="SsnNorm.UnfreezeMoments"/>
    public void UnfreezeMoments() => _norms.ForEach(static norm => norm.UnfreezeMoments());

    /// <summary>Runs a network of one input and one output.</summary>
    /// <param name="input">[N, C, H, W], float32, on the CPU.</param>
    /// <returns>The output: [N, C, H, W], or [N, features] of a fully connected layer.</returns>
    /// <exception cref="ArgumentException">The tensor does not fit.</exception>
    /// <exception cref="InvalidOperationException">The network has several inputs or outputs; another thread is inside of a training pass of this module.</exception>
    /// <remarks>What went wrong in the last backward pass, if anything, is thrown here.</remarks>
    public sealed override Tensor forward(Tensor input)
    {
        if (ModelGraph.Inputs.Count > 1 || ModelGraph.Outputs.Count > 1)
        {
            throw new InvalidOperationException($"{ModelName} takes {Names(ModelGraph.Inputs)} and returns {string.Join(", ", ModelGraph.Outputs.Select(static o => o.Name))}: call ForwardAll.");
        }

        return ForwardAll(input)[0];
    }

    /// <summary>Runs the network.</summary>
    /// <param name="inputs">Each input in the order of <see cref="ModelGraph"/>: [N, C, H, W], float32, on the CPU.</param>
    /// <returns>Each output in the order of <see cref="ModelGraph"/>: [N, C, H, W], or [N, features] of a fully connected layer.</returns>
    /// <exception cref="ArgumentException">A tensor does not fit, or there are more or fewer than the network takes.</exception>
    /// <exception cref="InvalidOperationException">Another thread is inside of a training pass of this module.</exception>
    /// <remarks>What went wrong in the last backward pass, if anything, is thrown here.</remarks>
    public abstract Tensor[] ForwardAll(params Tensor[] inputs);

    /// <summary>
    /// Replaces the running moments of all layers by the exact moments over all given samples (by the law of total
    /// variance over the batches), with the parameters as they are: what a network is evaluated with need not be an
    /// average over parameters that training has left behind. Layers whose moments are frozen, and those whose fixed
    /// normalizers do not include batch, stay as they are. Ratios do not move, dropout does not act, gradients are not needed.
    /// </summary>
    /// <remarks>Wu and Johnson, <i>Rethinking "Batch" in BatchNorm</i>, 2021, section 3 ("precise BatchNorm").</remarks>
    /// <param name="batches">Batches of the network's input, as it was trained with; they are not disposed of.</param>
    /// <exception cref="ArgumentException">There is no sample, or a batch does not fit.</exception>
    /// <exception cref="InvalidOperationException">
    /// The network has several inputs; or the moments of a batch are not finite, and the running moments of all layers stay as they were.
    /// </exception>
    public void RecomputeMoments(IEnumerable<Tensor> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        if (ModelGraph.Inputs.Count > 1)
        {
            throw new InvalidOperationException($"{ModelName} takes {Names(ModelGraph.Inputs)}: moments are recomputed for networks of one input.");
        }

        MomentsRecomputation.Run(this, batches);
    }

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
        ExceptionDispatchInfo? first = null;
        foreach (var norm in _norms)
        {
            var failure = norm.TakeBackwardFailure();
            first ??= failure;
        }

        first?.Throw();
    }

    /// <summary>It in one line, such as <c>Digits.DigitsNet: 1x16x16 -&gt; 10, 8 layers, 2 of 6 normalizations fixed</c>, as the last pass left it.</summary>
    public override string ToString() => $"{ModelName}: {ModelGraph}, {_norms.Count(static norm => norm.Ratios.WereFixed)} of {_norms.Count} normalizations fixed";

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

    /// <summary>Begins a forward pass: checks that tensors are batches of the network's inputs and, in training, that no other thread trains the module. Throws what went wrong in the last backward pass, if anything.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <returns>The pass, to be disposed of at its end.</returns>
    /// <exception cref="ArgumentException">A tensor does not fit, or there are more or fewer than the network takes.</exception>
    /// <exception cref="InvalidOperationException">Another thread is inside of a training pass of this module.</exception>
    protected TrainingPass BeginForward(Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ThrowIfBackwardFailed();
        if (inputs.Length != ModelGraph.Inputs.Count)
        {
            throw new ArgumentException($"{ModelName} takes {Names(ModelGraph.Inputs)}; given are {inputs.Length} tensors.", nameof(inputs));
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            Check(ModelGraph.Inputs[i], inputs[i], inputs[0]);
        }

        return training ? _guard.Enter() : default;
    }

    /// <inheritdoc/>
    protected override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => Conversion.RefuseUnlessNone(this, ModelName, device.type, dtype);

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => Conversion.RefuseUnlessNone(this, ModelName, deviceType, ScalarType.Float32);

    /// <inheritdoc/>
    protected override nn.Module _to(ScalarType dtype, bool non_blocking) => Conversion.RefuseUnlessNone(this, ModelName, DeviceType.CPU, dtype);

    /// <summary>Does nothing: all modules were registered under their paths, and fields must not add them a second time.</summary>
    protected override void RegisterComponents()
    {
    }

    private void Check(NetworkInput input, Tensor tensor, Tensor first)
    {
        ArgumentNullException.ThrowIfNull(tensor, input.Name);
        var shape = tensor.shape;
        long[] sample = [input.Shape.Channels, .. input.Shape.Sides];
        if (!shape.Skip(1).SequenceEqual(sample) || tensor.dtype != ScalarType.Float32)
        {
            throw new ArgumentException(
                $"{ModelName} takes float32 [N, {string.Join(", ", sample)}]; the {input.Name} is {tensor.dtype} [{string.Join(", ", shape)}].", input.Name);
        }

        if (shape[0] != first.shape[0])
        {
            throw new ArgumentException($"The {input.Name} of {ModelName} has {shape[0]} samples, and the {ModelGraph.Inputs[0].Name} {first.shape[0]}.", input.Name);
        }
    }

    private static string Names(IEnumerable<NetworkInput> inputs) => string.Join(", ", inputs.Select(static i => i.Name));

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
