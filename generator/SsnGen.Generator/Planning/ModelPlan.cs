using SsnGen.Generator.Definitions;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Planning;

/// <summary>
/// What a network is, whatever it runs on: a graph of values, which are its inputs and what each of its expanded layers computes, with
/// their shapes and selections. A value is known by its number: first the inputs, then the layers. Equatable throughout, without a
/// Roslyn type, so that an unchanged definition re-emits nothing.
/// </summary>
/// <param name="AsksForKernels">Whether training kernels are emitted even where nothing is seen to train.</param>
/// <param name="Layers">The layers, in the order of execution: each comes after those that it reads.</param>
/// <param name="Outputs">What the network returns: values of layers, each once.</param>
internal sealed record ModelPlan(
    string Namespace,
    string Name,
    string Modifiers,
    Backend Backend,
    bool HalfStorage,
    bool AsksForKernels,
    EquatableArray<InputPlan> Inputs,
    EquatableArray<LayerPlan> Layers,
    EquatableArray<OutputPlan> Outputs,
    EquatableArray<MemberPlan> Members,
    EquatableArray<KernelPlan> Kernels,
    string SelectionHash,
    EquatableArray<string> Warnings)
{
    /// <summary>Whether it runs on 8-bit pixels too.</summary>
    public bool TakesPixels => Inputs[0].Pixels is not null;

    /// <summary>Whether code for the processor is emitted: besides its training kernels, which describe those of any device.</summary>
    public bool RunsOnCpu => Backend.HasFlag(Backend.Cpu);

    /// <summary>Whether code for graphics processors is emitted.</summary>
    public bool RunsOnGpu => Backend.HasFlag(Backend.Gpu);

    /// <summary>How many values there are.</summary>
    public int ValueCount => Inputs.Length + Layers.Length;

    /// <summary>The shapes of all values.</summary>
    public IEnumerable<Shape> Shapes => Inputs.Select(static i => i.Shape).Concat(Layers.Select(static l => l.Output));

    /// <summary>Whether it has outputs, and perhaps layers, that only training needs.</summary>
    public bool HasMoreInTraining => Outputs.Any(static o => o.IsTrainingOnly);

    /// <summary>Whether this is what is left of such a network after training.</summary>
    public bool IsLeftOfTraining { get; init; }

    /// <summary>Which of the sizes it is that it is compiled for, such as <c>96x128</c>; empty for its own.</summary>
    public string Size { get; init; } = "";

    /// <summary>Whether its class says by itself what <c>ToString</c> gives.</summary>
    public bool HasToString { get; init; }

    /// <summary>Whether each layer with SSN has a selection.</summary>
    public bool SelectionIsComplete => Layers.All(static l => l.Normalization is not { Selection: null });

    /// <summary>
    /// Whether the network is one normalization and nothing else. Then its kernel runs on the caller's memory, and
    /// nothing is packed; so not where pixels become values on the way.
    /// </summary>
    public bool IsNormalizationAlone => Inputs is [{ Pixels: null }] && Outputs.Length == 1 && Layers.Length == 1 && Layers[0] is { Joins: false, Producer: Producer.Identity, Normalization: not null, IsFused: true };

    /// <summary>The full name of the class as text, such as weight files carry.</summary>
    public string FullName => (Namespace.Length == 0 ? Name : Namespace + "." + Name).Replace("@", "");

    /// <summary>The name of the class, as code writes it.</summary>
    public string CodeName => ClassName.Of(Name);

    /// <summary>The full name of the class, as code writes it.</summary>
    public string FullCodeName => Qualifier + CodeName;

    /// <summary>What stands before each full name of the model's namespace, such as <c>global::App.@event.</c>.</summary>
    public string Qualifier => "global::" + (Namespace.Length == 0 ? "" : Namespace + ".");

    /// <summary>The layer that computes a value; null for an input.</summary>
    public LayerPlan? LayerOf(int value) => value < Inputs.Length ? null : Layers[value - Inputs.Length];

    /// <summary>Which output of the network a value is; null for the others.</summary>
    public int? OutputOf(int value) => Enumerable.Range(0, Outputs.Length).Cast<int?>().FirstOrDefault(i => Outputs[i!.Value].Value == value);

    /// <summary>Whether the network returns a value.</summary>
    public bool Returns(int value) => Outputs.Any(o => o.Value == value);

    /// <summary>The shape of a value.</summary>
    public Shape ShapeOf(int value) => LayerOf(value)?.Output ?? Inputs[value].Shape;

    /// <summary>What words call the values that a layer joins.</summary>
    public string JoinedName(LayerPlan layer) => string.Join(" and ", layer.Sources.Select(NameOf)) + " joined";

    /// <summary>What words call a value.</summary>
    public string NameOf(int value) => LayerOf(value)?.Path ?? "the " + Inputs[value].Name;

    /// <summary>For each value, the layer that reads it last; the one that computes it where none does, −1 for an input.</summary>
    public int[] LastReaders()
    {
        var last = Enumerable.Range(-Inputs.Length, ValueCount).Select(static i => Math.Max(i, -1)).ToArray();
        foreach (var layer in Layers)
        {
            foreach (var value in layer.Reads)
            {
                last[value] = layer.Index;
            }
        }

        return last;
    }
}

/// <summary>An input of a network.</summary>
internal sealed record InputPlan(string Name, Shape Shape)
{
    /// <summary>How 8-bit pixels become its values, or null.</summary>
    public PixelPlan? Pixels { get; init; }

    /// <summary>What an attribute says of an input.</summary>
    public static InputPlan Of(string name, SampleDefinition sample) => new(name, sample.Shape)
    {
        Pixels = !sample.HasPixels ? null : new PixelPlan(ValuesOf(sample.PixelMean, sample.Channels, missing: 0), ValuesOf(sample.PixelScale, sample.Channels, missing: 1)),
    };

    private static EquatableArray<float> ValuesOf(EquatableArray<float>? given, int channels, float missing) =>
        given is { Length: > 1 } each ? each : EquatableArray.From(Enumerable.Repeat(given is { Length: 1 } one ? one[0] : missing, channels));
}

/// <summary>How 8-bit pixels become values: (pixel − mean) · scale of their channel.</summary>
internal sealed record PixelPlan(EquatableArray<float> Mean, EquatableArray<float> Scale);

/// <summary>An output of a network.</summary>
/// <param name="Value">The value that it is, of a layer.</param>
internal sealed record OutputPlan(int Value, string Name)
{
    /// <summary>Whether only the training module returns it.</summary>
    public bool IsTrainingOnly { get; init; }
}

/// <summary>
/// One expanded layer: what it produces from a value, normalized, and then the steps of its tail.
/// </summary>
/// <param name="Index">Its place in <see cref="ModelPlan.Layers"/>, which is also the order of execution.</param>
/// <param name="Declared">Its place among the layers as they were declared, of which several may have been made.</param>
/// <param name="Value">The number of what it computes.</param>
/// <param name="Path">Its path, such as <c>Stage2.0.Conv1</c>.</param>
/// <param name="Identifier">Its path as an identifier, such as <c>Stage2_0_Conv1</c>; unique in the model.</param>
/// <param name="Sources">The values whose channels its producer reads, one after the other.</param>
/// <param name="Input">The shape of all that it reads.</param>
internal sealed record LayerPlan(
    int Index,
    int Declared,
    int Value,
    string Path,
    string Identifier,
    EquatableArray<int> Sources,
    Shape Input,
    Shape Output,
    Producer Producer,
    NormalizationPlan? Normalization,
    TailPlan Tail,
    float Dropout)
{
    /// <summary>The values that it reads.</summary>
    public IEnumerable<int> Reads => Sources.Concat(Tail.Values);

    /// <summary>What of its tail is computed where its values are produced or normalized, without a pass of its own.</summary>
    public FusedTail Fused => Tail.Fused(withProduct: Producer is Producer.Identity && Normalization is null);

    /// <summary>Whether all of its tail is.</summary>
    public bool IsFused => Fused.Length == Tail.Steps.Length;

    /// <summary>Whether its producer has a slope for each channel, or one for all.</summary>
    public bool HasSlopes => Producer is Producer.PRelu;

    /// <summary>What its producer computes, whatever is among its weights: layers that agree in it share their loops.</summary>
    public Producer Computed => Producer switch
    {
        Producer.Conv conv => conv with { Bias = false },
        Producer.Linear linear => linear with { Bias = false },
        Producer.PRelu slopes => slopes with { PerChannel = true },
        var producer => producer,
    };

    /// <summary>The value that its producer reads, where that is one.</summary>
    internal int Source => Sources.Single();

    /// <summary>Whether it reads several values as one.</summary>
    public bool Joins => Sources.Length > 1;

    /// <summary>Whether it does nothing but pass on what it reads.</summary>
    public bool PassesOn => Producer is Producer.Identity && Normalization is null && Tail.Steps.Length == 0;
}

/// <summary>The normalization of a layer.</summary>
/// <param name="Omega">The normalizers to choose from, in the order of <see cref="Normalizer"/>.</param>
/// <param name="Groups">Groups of the group normalizer, 1 where it is not in Ω.</param>
/// <param name="Selection">What training chose, or null for a mixture.</param>
/// <param name="Kernel">Index into <see cref="ModelPlan.Kernels"/>.</param>
internal sealed record NormalizationPlan(
    EquatableArray<Normalizer> Omega,
    int Groups,
    bool SharedRatios,
    Gate Gate,
    float Epsilon,
    float Momentum,
    bool ZeroGamma,
    bool Bessel,
    SelectionPlan? Selection,
    int Kernel)
{
    /// <summary>Whether the running variance is divided by n − 1, as PyTorch's.</summary>
    public bool IsRunningVarianceUnbiased { get; init; }
}

/// <summary>A selected pair of normalizers.</summary>
/// <param name="Attribute">The attribute that selects it, or null for the only normalizer of a layer.</param>
internal sealed record SelectionPlan(Normalizer Mean, Normalizer Variance, string? Attribute);

/// <summary>One specialization of the training kernels; layers that agree in all of it share it.</summary>
/// <param name="ClassName">The emitted class, such as <c>Ssn_C16_S256_InstanceLayerBatch_Relu</c>.</param>
/// <param name="Residual">Whether a residual is added before the activation.</param>
internal sealed record KernelPlan(
    string ClassName,
    int Channels,
    int SlabSize,
    EquatableArray<Normalizer> Omega,
    int Groups,
    float Epsilon,
    bool Bessel,
    Activation? Activation,
    bool Residual)
{
    /// <summary>Slabs from here on are walked in vectors: no processor has more lanes.</summary>
    public const int VectorSlab = 16;

    /// <summary>Values that are measured at a time: 16 KiB, half of the smallest first-level cache.</summary>
    public const int Block = 4096;

    /// <summary>Whether slabs are single values, so that vectors run across slabs.</summary>
    public bool IsRow => SlabSize == 1;

    /// <summary>Whether slabs are walked in vectors.</summary>
    public bool IsVector => SlabSize >= VectorSlab;

    /// <summary>Whether emitted steps work on vectors.</summary>
    public bool HasVectors => IsVector || IsRow;

    /// <summary>Whether the next slab is fetched while one is worked on: worth it where a slab is many cache lines.</summary>
    public bool Prefetches => SlabSize >= 256;

    /// <summary>Whether slabs may be written past the caches: each begins and ends on the alignment of the widest vector.</summary>
    public bool Streams => SlabSize % VectorSlab == 0;

    /// <summary>Blocks per slab, so that the last has between half a block and one and a half.</summary>
    public int Blocks => Math.Max(1, (SlabSize + (Block / 2)) / Block);

    /// <summary>Whether the gradient passes through an activation.</summary>
    public bool HasActivation => Activation is not null;

    /// <summary>Whether the backward pass takes the branch of the activation from y.</summary>
    public bool ReadsOutput => Residual && Activation is { FollowsSign: true };

    /// <summary>Whether the backward pass computes t again, from x and the residual.</summary>
    public bool ReadsResidual => Residual && HasActivation && !ReadsOutput;

    /// <summary>Whether the backward pass computes t again.</summary>
    public bool RecomputesOutput => HasActivation && !ReadsOutput;

    public bool Has(Normalizer normalizer) => Omega.Contains(normalizer);
}

/// <summary>A partial property of the model to implement.</summary>
internal abstract record MemberPlan(string Name, string Modifiers);

/// <summary>A partial property of type <c>Layer</c>.</summary>
internal sealed record LayerMemberPlan(string Name, string Modifiers, int Layer) : MemberPlan(Name, Modifiers);

/// <summary>A partial property of type <c>NetworkInput</c>.</summary>
internal sealed record InputMemberPlan(string Name, string Modifiers, int Input) : MemberPlan(Name, Modifiers);

/// <summary>A partial property of type <c>Stage&lt;TBlock&gt;</c>; each expanded block lists its members.</summary>
/// <param name="BlockType">The block's full name, with <c>global::</c>.</param>
internal sealed record StageMemberPlan(string Name, string Modifiers, string BlockType, EquatableArray<ExpandedBlock> Blocks)
    : MemberPlan(Name, Modifiers);

/// <summary>One expanded block: for each member of the template, in order, its layer or its nested stage; and the shortcut's projection, if any.</summary>
internal sealed record ExpandedBlock(EquatableArray<MemberPlan> Members, int? Projection);
