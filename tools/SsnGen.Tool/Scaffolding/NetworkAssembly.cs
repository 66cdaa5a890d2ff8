using SsnGen.Networks;
using SsnGen.Tool.Drafts;
using SsnGen.Tool.Scaffolding.Names;

namespace SsnGen.Tool.Scaffolding;

/// <summary>Puts a network together under the paths that its definition gives its layers, as the generator describes it.</summary>
internal sealed class NetworkAssembly
{
    private const string Input = "input";
    private const string Output = "output";

    private readonly DraftNetwork _network;
    private readonly Dictionary<DraftValue, NetworkValue> _values = [];
    private readonly List<NetworkInput> _inputs = [];
    private readonly List<Layer> _layers = [];
    private readonly List<ScaffoldTensor> _tensors = [];
    private readonly Dictionary<DraftLayer, string> _memberOf = [];

    public NetworkAssembly(DraftNetwork network, NetworkNames names)
    {
        _network = network;
        for (var i = 0; i < network.Inputs.Count; i++)
        {
            var input = new NetworkInput(i == 0 ? Input : names[network.Inputs[i]], network.Inputs[i].Shape);
            _inputs.Add(input);
            _values.Add(network.Inputs[i], input);
        }
    }

    /// <summary>The weights of the layers that were added.</summary>
    public IReadOnlyList<ScaffoldTensor> Tensors => _tensors;

    /// <summary>What the network calls each input, in the order of the model.</summary>
    public IReadOnlyList<ScaffoldEnd> Inputs => [.. _network.Inputs.Zip(_inputs, static (draft, input) => new ScaffoldEnd(draft.Name, input.Name))];

    /// <summary>What the network calls each output, in the order of the model.</summary>
    public IReadOnlyList<ScaffoldEnd> Outputs => [.. _network.Outputs.Select(o => new ScaffoldEnd(o.Name, NameOf(o)))];

    /// <summary>Adds a layer.</summary>
    /// <param name="draft">The layer.</param>
    /// <param name="path">Its path.</param>
    public void Add(DraftLayer draft, string path)
    {
        var layer = new Layer
        {
            Path = path,
            Sources = [.. draft.Sources.Select(s => _values[s])],
            Output = draft.Output,
            Producer = draft.Producer,
            Normalization = draft.Normalization?.Kind,
            Tail = [.. draft.Tail.Select(Step)],
        };
        _layers.Add(layer);
        _values.Add(draft, layer);
        _memberOf.Add(draft, path.Split('.')[0]);
        foreach (var tensor in NetworkTensors.Of(layer))
        {
            if (ValuesOf(draft, tensor.Role) is { } values)
            {
                _tensors.Add(new ScaffoldTensor(tensor.Name, [.. tensor.Shape], values));
            }
        }
    }

    /// <summary>The network.</summary>
    public NetworkGraph Network()
    {
        var outputs = _network.Outputs.OrderBy(o => _layers.IndexOf((Layer)_values[o.Layer]))
            .Select(o => new NetworkOutput(NameOf(o), (Layer)_values[o.Layer]));
        return new NetworkGraph(_inputs, _layers, [.. outputs]);
    }

    private string NameOf(DraftOutput output) => _network.Outputs.Count == 1 ? Output : _memberOf[output.Layer];

    private TailStep Step(DraftStep step) => step switch
    {
        { Activation: { } activation } => new TailStep.Activate(activation),
        { Multiplies: true } => new TailStep.Multiply(_values[step.Operand!]),
        _ => new TailStep.Add(_values[step.Operand!]),
    };

    // Control parameters say what is selected. What a network that only runs does without is left out.
    private static float[]? ValuesOf(DraftLayer draft, TensorRole role) => role switch
    {
        TensorRole.Weight or TensorRole.Slope => draft.Weight,
        TensorRole.Bias => draft.Bias,
        TensorRole.Gamma => draft.Normalization!.Gamma,
        TensorRole.Beta => draft.Normalization!.Beta,
        TensorRole.RunningMean => draft.Normalization!.Mean,
        TensorRole.RunningVariance => draft.Normalization!.Variance,
        TensorRole.MeanControl => Control(draft.Normalization!.Kind, static s => s.Mean),
        TensorRole.VarianceControl => Control(draft.Normalization!.Kind, static s => s.Variance),
        _ => null,
    };

    private static float[] Control(Normalization kind, Func<Selection, Normalizer> selected) => [.. kind.Normalizers.Select(n => n == selected(kind.Selection!) ? 1f : 0f)];
}
