using System.Text.RegularExpressions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Diagnostics;

/// <summary>
/// Every line of planning that reports something, with the exact place of what it reports: <see cref="DiagnosticTests"/> has one
/// for every id, this the others.
/// </summary>
public partial class DiagnosticSiteTests
{
    private const string Model = "[SsnModel(Channels = 4, Height = 8, Width = 8)] public sealed partial class Net { ";
    private const string Clips = "[SsnModel(Channels = 4, Depth = 4, Height = 8, Width = 8)] public sealed partial class Net { ";
    private const string Sequences = "[SsnModel(Channels = 4, Length = 8)] public sealed partial class Net { ";
    private const string Layer = " public partial Layer A { get; } }";
    private const string Staged = Model + "[Repeat(1, Channels = 8)] public partial Stage<Block> S { get; } } [SsnBlock] public sealed partial class Block { ";
    private const string AtStage = Model + "[Repeat(1, Channels = 8)] public partial Stage<Block> [|S|] { get; } } [SsnBlock] public sealed partial class Block { ";
    private const string AtStridedStage = Model + "[Repeat(1, Channels = 8, Stride = 2)] public partial Stage<Block> [|S|] { get; } } [SsnBlock] public sealed partial class Block { ";
    private const string Block = "[SsnBlock] public sealed partial class Block { [Relu] public partial Layer B { get; } }";
    private const string Two = "[Conv(4)] public partial Layer A { get; } [Conv(4)] public partial Layer B { get; } ";

    [Theory]

    // The forms of classes and properties.
    [InlineData("SSN001", "'Block' must be partial", "[SsnBlock] public sealed class [|Block|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "'Block' is nested in another type", "partial class Outer { [SsnBlock] public sealed partial class [|Block|] { [Relu] public partial Layer A { get; } } }")]
    [InlineData("SSN002", "'Net' is static", "[SsnModel] public static partial class [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN003", "public partial Layer A { get; }", "[SsnModel] public sealed partial class Net { [Relu] public static partial Layer [|A|] { get; } }")]
    [InlineData("SSN003", "public partial Stage<Block> S { get; }", "[SsnModel] public sealed partial class Net { [Repeat(1)] public Stage<Block> [|S|] { get; } = null!; } " + Block)]
    [InlineData("SSN003", "public partial Layer B { get; }", "[SsnBlock] public sealed partial class Block { [Relu] public Layer [|B|] { get; } = null!; }")]
    [InlineData("SSN004", "'B' is of type 'int', but must be of type 'Layer'", "[SsnBlock] public sealed partial class Block { [Relu] public partial int [|B|] { get; } }")]
    [InlineData("SSN007", "Channels of 'Net' is 0, but must be at least 1", "[[|SsnModel(Channels = 0)|]] public sealed partial class Net { [Relu]" + Layer)]
    [InlineData("SSN007", "Height of 'Net' is -3, but must be at least 1", "[[|SsnModel(Height = -3)|]] public sealed partial class Net { [Relu]" + Layer)]
    [InlineData("SSN007", "A value of PixelMean of 'Net' is NaN, but must be finite", "[[|SsnModel(PixelMean = [float.NaN])|]] public sealed partial class Net { [Relu]" + Layer)]
    [InlineData("SSN007", "A value of PixelScale of 'Net' is 0, but must be finite, and not 0", "[[|SsnModel(PixelScale = [0])|]] public sealed partial class Net { [Relu]" + Layer)]
    [InlineData("SSN007", "The length of PixelMean of 'Net' is 2, but must be 1, or 3, as many as there are channels", "[[|SsnModel(Channels = 3, PixelMean = [1, 2])|]] public sealed partial class Net { [Relu]" + Layer)]
    [InlineData("SSN007", "The length of PixelScale of 'Net' is 0, but must be 1", "[[|SsnModel(PixelScale = [])|]] public sealed partial class Net { [Relu]" + Layer)]
    [InlineData("SSN007", "Height of 'Net' is 0, but must be at least 1", "[SsnModel(Height = 8, Width = 8), [|InputSize(0, 3)|]] public sealed partial class Net { [Relu]" + Layer)]
    [InlineData("SSN017", "'Net': it is compiled for 8x8 already: remove [InputSize(8, 8)]", "[SsnModel(Height = 8, Width = 8), [|InputSize(8, 8)|]] public sealed partial class Net { [Conv(3)]" + Layer)]
    [InlineData("SSN017", "'Net': it is compiled for 4x8 already: remove [InputSize(4, 8)]", "[SsnModel(Height = 8, Width = 8), InputSize(4, 8), [|InputSize(4, 8)|]] public sealed partial class Net { [Conv(3)]" + Layer)]
    [InlineData("SSN017", "'Other': [InputSize] says for which sizes of pictures a model is compiled, and this is none", "[[|InputSize(8, 8)|]] public sealed class Other;")]
    [InlineData("SSN017", "'Net': [InputSize] gives the height and width of pictures, and it reads sequences", "[SsnModel(Length = 8), [|InputSize(4, 8)|]] public sealed partial class Net { [Conv(3)]" + Layer)]
    [InlineData("SSN017", "'Net': [InputSize] gives the size of one input, and it has several", "[SsnModel(Height = 8, Width = 8), [|InputSize(4, 8)|]] public sealed partial class Net { [Input(Height = 8, Width = 8)] public partial NetworkInput X { get; } [Conv(1), Add(nameof(X))]" + Layer)]
    [InlineData("SSN033", "'Net' cannot be compiled for pictures of 4x8 too: the weights of 'B' would be [3, 64] for its own size and [3, 32] for this one", "[SsnModel(Height = 8, Width = 8), [|InputSize(4, 8)|]] public sealed partial class Net { [Conv(1)] public partial Layer A { get; } [Linear(3)] public partial Layer B { get; } }")]
    [InlineData("SSN033", "'Net' cannot be compiled for pictures of 4x4 too: 'A' would choose from Instance, Layer, Batch for its own size and from Layer, Batch for this one: give [Ssn] the normalizers that both have", "[SsnModel(Channels = 2, Height = 8, Width = 8), [|InputSize(4, 4)|]] public sealed partial class Net { [MaxPool(4)] public partial Layer P { get; } [Ssn]" + Layer)]
    [InlineData("SSN033", "'Net' cannot be compiled for pictures of 4x8 too: a network of one normalization runs on its training kernel", "[SsnModel(Height = 8, Width = 8), [|InputSize(4, 8)|]] public sealed partial class Net { [Ssn]" + Layer)]
    [InlineData("SSN018", "'Block' declares no layers", "[SsnBlock] public sealed partial class [|Block|];")]
    [InlineData("SSN020", "'Block' has a member 'Shortcut', a name that the emitted part declares itself: rename it", "[SsnBlock] public sealed partial class Block { [Relu, Shortcut] public partial Layer A { get; } [Relu] public partial Layer [|Shortcut|] { get; } }")]

    // Facets of a layer.
    [InlineData("SSN006", "'A' has more than one source ([From], [Concat]): remove one", Model + "[Relu] public partial Layer X { get; } [Relu, From(nameof(X)), [|From(nameof(X))|]]" + Layer)]
    [InlineData("SSN006", "'A' has more than one source ([From], [Concat]): remove one", Model + "[Relu] public partial Layer X { get; } [Concat(nameof(X), LayerSource.Input), [|From(nameof(X))|]]" + Layer)]
    [InlineData("SSN007", "The number of layers that [Concat] names of 'A' is 1, but must be at least 2: [From] reads one", Model + "[Relu] public partial Layer X { get; } [[|Concat(nameof(X))|]]" + Layer)]
    [InlineData("SSN007", "The number of layers that [Concat] names of 'A' is 0, but must be at least 2: [From] reads one", Model + "[[|Concat(null!)|]]" + Layer)]
    [InlineData("SSN009", "'A' names 'Y', which is no earlier layer of 'Net'", Model + "[Relu] public partial Layer X { get; } [Concat(nameof(X), [|\"Y\"|], LayerSource.Input)]" + Layer)]
    [InlineData("SSN009", "'A' names '', which is no earlier layer of 'Net'", Model + "[Relu] public partial Layer X { get; } [Concat(nameof(X), [|null!|])]" + Layer)]
    [InlineData("SSN009", "'A' names 'Y', which is no earlier layer of 'Net'", Model + "[Relu] public partial Layer X { get; } [[|Concat(new[] { nameof(X), \"Y\" })|]]" + Layer)]
    [InlineData("SSN017", "'S': a layer's attribute has no effect on a stage", Model + "[Relu] public partial Layer X { get; } [Repeat(1), [|Concat(nameof(X), LayerSource.Input)|]] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN006", "'A' has more than one normalization", Model + "[Ssn(Normalizer.Batch), [|Ssn(Normalizer.Batch)|]]" + Layer)]
    [InlineData("SSN006", "'A' has more than one [Dropout]", Model + "[Relu, Dropout(0.1f), [|Dropout(0.1f)|]]" + Layer)]
    [InlineData("SSN006", "'A' has more than one [Add] of 'X': remove one", Model + "[Relu] public partial Layer X { get; } [Relu, Add(nameof(X)), [|Add(nameof(X))|]]" + Layer)]
    [InlineData("SSN006", "'A' has more than one [Multiply] of 'X': remove one", Model + "[Relu] public partial Layer X { get; } [Relu, Multiply(nameof(X)), [|Multiply(nameof(X))|]]" + Layer)]
    [InlineData("SSN005", "'A' has no producer and nothing else to do", Model + "[Relu] public partial Layer X { get; } [From(nameof(X)), Output] public partial Layer [|A|] { get; } }")]
    [InlineData("SSN006", "'B' has more than one [Shortcut]", Staged + "[Conv, Shortcut, [|Shortcut|]] public partial Layer B { get; } }")]
    [InlineData("SSN006", "'B' has more than one sum with the block's input ([Add(LayerSource.Input)] and [Shortcut])", Staged + "[Conv] public partial Layer A { get; } [Conv, Add(LayerSource.Input), [|Shortcut|]] public partial Layer B { get; } }")]
    [InlineData("SSN006", "'S.0.B' has more than one projecting [Shortcut] in its block", AtStage + "[Conv, Shortcut] public partial Layer A { get; } [Conv(12), Shortcut] public partial Layer B { get; } }")]
    [InlineData("SSN007", "Alpha of 'A' is 0, but must be positive and finite", Model + "[[|Elu(0)|]]" + Layer)]
    [InlineData("SSN007", "Alpha of 'A' is Infinity, but must be positive and finite", Model + "[[|Elu(float.PositiveInfinity)|]]" + Layer)]
    [InlineData("SSN007", "Minimum of 'A' is NaN, but must be finite", Model + "[[|Clip(float.NaN, 1)|]]" + Layer)]
    [InlineData("SSN007", "Maximum of 'A' is 1, but must be finite and more than Minimum", Model + "[[|Clip(1)|]]" + Layer)]
    [InlineData("SSN007", "Maximum of 'A' is NaN, but must be finite and more than Minimum", Model + "[[|Clip(-1, float.NaN)|]]" + Layer)]
    [InlineData("SSN007", "Slope of 'A' is 0, but must be greater than 0 and at most 1", Model + "[[|LeakyRelu(0)|]]" + Layer)]
    [InlineData("SSN007", "Probability of 'A' is -0.5, but must be at least 0 and less than 1", Model + "[Relu, [|Dropout(-0.5f)|]]" + Layer)]

    // Producers.
    [InlineData("SSN007", "Stride of 'A' is 0, but must be at least 1", Model + "[[|Conv(8, Stride = 0)|]]" + Layer)]
    [InlineData("SSN007", "Dilation of 'A' is 0, but must be at least 1", Model + "[[|Conv(8, Dilation = 0)|]]" + Layer)]
    [InlineData("SSN007", "Groups of 'A' is 0, but must be at least 1", Model + "[[|Conv(8, Groups = 0)|]]" + Layer)]
    [InlineData("SSN007", "Padding of 'A' is -2, but must be at least 0, or -1 for half of what the kernel reaches over", Model + "[[|Conv(8, Padding = -2)|]]" + Layer)]
    [InlineData("SSN007", "Channels of 'A' is -8, but must be at least 1", Model + "[[|Conv(-8)|]]" + Layer)]
    [InlineData("SSN007", "Reduction of 'B' is 0, but must be at least 1", Staged + "[[|Conv(Reduction = 0)|]] public partial Layer B { get; } }")]
    [InlineData("SSN007", "Reduction of 'S.0.B' is 3, but must be a divisor of the stage's 8 channels", AtStage + "[Conv(Reduction = 3)] public partial Layer B { get; } }")]
    [InlineData("SSN007", "Channels of 'S' is not given, but must be given by [Repeat], as layers of 'Block' take them from it", Model + "[Repeat(1)] public partial Stage<Block> [|S|] { get; } } [SsnBlock] public sealed partial class Block { [Conv] public partial Layer A { get; } [Conv] public partial Layer B { get; } }")]
    [InlineData("SSN007", "Factor of 'A' is 1, but must be at least 2", Model + "[[|Upsample(1)|]]" + Layer)]
    [InlineData("SSN007", "Expansion of 'A' is -1, but must be at least 1, or left out", Model + "[[|Conv(4, Expansion = -1)|]]" + Layer)]
    [InlineData("SSN017", "'A': Groups contradicts Depthwise = true", Model + "[[|Conv(Depthwise = true, Groups = 2)|]]" + Layer)]
    [InlineData("SSN017", "'A': a number of channels contradicts Expansion", Model + "[[|Conv(8, Expansion = 2)|]]" + Layer)]
    [InlineData("SSN014", "'A' has 4 groups, which do not divide its 6 output channels: use 2", Model + "[[|Conv(6, Depthwise = true)|]]" + Layer)]
    [InlineData("SSN019", "'Net' needs more than 6 GB", Model + "[Conv(Expansion = 1000000000)] public partial Layer [|A|] { get; } }")]
    [InlineData("SSN007", "Channels of 'A' is 0, but must be at least 1", Model + "[[|ConvTranspose|]]" + Layer)]
    [InlineData("SSN007", "Kernel of 'A' is 0, but must be at least 1", Model + "[[|ConvTranspose(4, Kernel = 0)|]]" + Layer)]
    [InlineData("SSN007", "Stride of 'A' is 65, but must be at least 1 and at most 64", Model + "[[|ConvTranspose(4, Stride = 65)|]]" + Layer)]
    [InlineData("SSN007", "Padding of 'A' is -1, but must be at least 0", Model + "[[|ConvTranspose(4, Padding = -1)|]]" + Layer)]
    [InlineData("SSN007", "Padding of 'A' is 8, but must be so small that some of 16x16 pixels are left", Model + "[[|ConvTranspose(4, Padding = 8)|]]" + Layer)]
    [InlineData("SSN007", "OutputPadding of 'A' is 2, but must be at least 0 and less than Stride", Model + "[[|ConvTranspose(4, OutputPadding = 2)|]]" + Layer)]
    [InlineData("SSN019", "'A' produces 1000000008x1000000008 pixels", Model + "[[|ConvTranspose(4, Kernel = 1000000001, Stride = 1)|]]" + Layer)]
    [InlineData("SSN017", "'A': the network returns what its last layer computes, after training too", Model + "[Relu, [|Output(TrainingOnly = true)|]]" + Layer)]
    [InlineData("SSN007", "Mode of 'A' is 7, but must be one of Interpolation's values", Model + "[[|Upsample(2, Mode = (Interpolation)7)|]]" + Layer)]
    [InlineData("SSN017", "'A': AlignCorners has no effect on the nearest pixel", Model + "[[|Upsample(2, AlignCorners = true)|]]" + Layer)]
    [InlineData("SSN019", "'A' produces 8000000000x8000000000 pixels", Model + "[[|Upsample(1000000000)|]]" + Layer)]
    [InlineData("SSN009", "'A' names 'Y', which is no earlier layer of 'Net'", Model + "[[|Resize(\"Y\", Mode = Interpolation.Bilinear)|]]" + Layer)]
    [InlineData("SSN009", "'A' names '', which is no earlier layer of 'Net'", Model + "[[|Resize(null!)|]]" + Layer)]
    [InlineData("SSN007", "Height of 'A' is 0, but must be at least 1 and at most 16384", Model + "[[|AdaptiveAveragePool(0)|]]" + Layer)]
    [InlineData("SSN007", "Width of 'A' is -1, but must be at least 1 and at most 16384, or left out", Model + "[[|AdaptiveAveragePool(1, -1)|]]" + Layer)]
    [InlineData("SSN007", "Groups of 'A' is 0, but must be at least 1", Model + "[[|ChannelShuffle(0)|]]" + Layer)]
    [InlineData("SSN014", "'A' has 3 groups, which do not divide its 4 input channels: use 2", Model + "[[|ChannelShuffle(3)|]]" + Layer)]
    [InlineData("SSN007", "Parts of 'A' is 0, but must be at least 1", Model + "[[|Chunk(0, 0)|]]" + Layer)]
    [InlineData("SSN007", "Index of 'A' is 2, but must be at least 0 and less than Parts, 2", Model + "[[|Chunk(2, 2)|]]" + Layer)]
    [InlineData("SSN007", "Parts of 'A' is 3, but must be one that divides the 4 channels that it reads", Model + "[[|Chunk(2, 3)|]]" + Layer)]
    [InlineData("SSN007", "Factor of 'A' is 1, but must be at least 2", Model + "[[|DepthToSpace(1)|]]" + Layer)]
    [InlineData("SSN007", "Factor of 'A' is 3, but must be one whose square divides the 4 channels that it reads", Model + "[[|DepthToSpace(3)|]]" + Layer)]
    [InlineData("SSN007", "Features of 'A' is 0, but must be at least 1", Model + "[[|Linear(0)|]]" + Layer)]
    [InlineData("SSN007", "Kernel of 'A' is 0, but must be at least 1", Model + "[[|MaxPool(0, Stride = 1)|]]" + Layer)]
    [InlineData("SSN007", "Stride of 'A' is -1, but must be at least 1", Model + "[[|AveragePool(2, Stride = -1)|]]" + Layer)]
    [InlineData("SSN007", "Padding of 'A' is -1, but must be at least 0 and at most half of the kernel", Model + "[[|MaxPool(2, Padding = -1)|]]" + Layer)]
    [InlineData("SSN007", "Padding of 'A' is 2, but must be at least 0 and at most half of the kernel", Model + "[[|AveragePool(3, Padding = 2)|]]" + Layer)]
    [InlineData("SSN007", "The length of KernelShape of 'A' is 3, but must be 2, for height and width of pictures", Model + "[[|Conv(8, KernelShape = new[] { 1, 3, 3 })|]]" + Layer)]
    [InlineData("SSN007", "The length of Pads of 'A' is 2, but must be 4, for height and width of pictures", Model + "[[|Conv(8, Pads = new[] { 1, 3 })|]]" + Layer)]
    [InlineData("SSN007", "The length of Pads of 'A' is 3, but must be 4 for pictures, 6 for clips or 2 for sequences", Model + "[[|Conv(8, Pads = new[] { 1, 3, 1 })|]]" + Layer)]
    [InlineData("SSN007", "The length of Strides of 'A' is 2, but must be 3, for depth, height and width of clips", Clips + "[[|MaxPool(2, Strides = new[] { 1, 2 })|]]" + Layer)]
    [InlineData("SSN007", "The length of Dilations of 'A' is 2, but must be 1, for the width of sequences", Sequences + "[[|Conv(8, Dilations = new[] { 1, 2 })|]]" + Layer)]
    [InlineData("SSN017", "'A': what produces its values is for pictures, [C, H, W], and it reads clips, [C, D, H, W]", Clips + "[[|Upsample(2)|]]" + Layer)]
    [InlineData("SSN017", "'A': what produces its values is for pictures, [C, H, W], and it reads sequences, [C, W]", Sequences + "[[|ConvTranspose(4)|]]" + Layer)]
    [InlineData("SSN017", "'Net': Length makes its input sequences, which have no Height: give Length alone", "[[|SsnModel(Channels = 4, Length = 8, Height = 8)|]] public sealed partial class Net { [Conv(4)]" + Layer)]
    [InlineData("SSN007", "Length of 'Net' is 0, but must be at least 1", "[[|SsnModel(Channels = 4, Length = 0)|]] public sealed partial class Net { [Conv(4)]" + Layer)]
    [InlineData("SSN007", "Depth of 'Net' is -1, but must be at least 1", "[[|SsnModel(Channels = 4, Depth = -1, Height = 8, Width = 8)|]] public sealed partial class Net { [Conv(4)]" + Layer)]
    [InlineData("SSN007", "Strides[1] of 'A' is 0, but must be at least 1", Model + "[[|MaxPool(2, Strides = new[] { 1, 0 })|]]" + Layer)]
    [InlineData("SSN007", "Dilations[0] of 'A' is -1, but must be at least 1", Model + "[[|Conv(8, Dilations = new[] { -1, 1 })|]]" + Layer)]
    [InlineData("SSN007", "AutoPad of 'A' is 7, but must be one of AutoPad's values", Model + "[[|Conv(8, AutoPad = (AutoPad)7)|]]" + Layer)]
    [InlineData("SSN007", "A value of Pads of 'A' is -1, but must be at least 0", Model + "[[|Conv(8, Pads = new[] { 1, 1, -1, 1 })|]]" + Layer)]
    [InlineData("SSN007", "A value of Pads of 'A' is 2, but must be at least 0 and less than the kernel", Model + "[[|MaxPool(2, Pads = new[] { 0, 1, 0, 2 })|]]" + Layer)]
    [InlineData("SSN007", "Kernel of 'A' is 0, but must be at least 1", Model + "[[|MaxPool|]]" + Layer)]
    [InlineData("SSN017", "KernelShape stands in place of Kernel: give one of them", Model + "[[|Conv(8, Kernel = 3, KernelShape = new[] { 1, 3 })|]]" + Layer)]
    [InlineData("SSN017", "KernelShape stands in place of Kernel: give one of them", Model + "[[|AveragePool(2, KernelShape = new[] { 1, 3 })|]]" + Layer)]
    [InlineData("SSN017", "Strides stands in place of Stride: give one of them", Model + "[[|AveragePool(2, Stride = 2, Strides = new[] { 1, 3 })|]]" + Layer)]
    [InlineData("SSN017", "AutoPad stands in place of Padding: give one of them", Model + "[[|Conv(8, Padding = 0, AutoPad = AutoPad.SameUpper)|]]" + Layer)]
    [InlineData("SSN017", "Pads stands in place of Padding: give one of them", Model + "[[|Conv(8, Padding = 0, Pads = new[] { 1, 1, 1, 1 })|]]" + Layer)]
    [InlineData("SSN006", "'A' has more than one normalization", Model + "[Ssn, [|BatchNorm|]]" + Layer)]
    [InlineData("SSN007", "Epsilon of 'A' is 0, but must be positive and finite", Model + "[[|LayerNorm(Epsilon = 0)|]]" + Layer)]
    [InlineData("SSN007", "Momentum of 'A' is 2, but must be at least 0 and at most 1", Model + "[[|BatchNorm(Momentum = 2)|]]" + Layer)]
    [InlineData("SSN007", "Groups of 'A' is 0, but must be at least 1", Model + "[[|GroupNorm(0)|]]" + Layer)]
    [InlineData("SSN014", "has 3 groups, which do not divide its 4 normalized channels: use 2", Model + "[[|GroupNorm(3)|]]" + Layer)]
    [InlineData("SSN023", "use [BatchNorm] or [LayerNorm]", Model + "[Linear(4), [|InstanceNorm|]]" + Layer)]
    [InlineData("SSN023", "give Groups a smaller number", Model + "[Linear(4), [|GroupNorm(4)|]]" + Layer)]
    [InlineData("SSN017", "Strides contradicts Strided = true", Staged + "[[|Conv(Strided = true, Strides = new[] { 1, 2 })|]] public partial Layer B { get; } }")]
    [InlineData("SSN013", "The window of 'A' spans 9 pixels, but its input 4x8x8 with padding 0 has only 8", Model + "[[|AveragePool(9)|]]" + Layer)]
    [InlineData("SSN013", "The window of 'A' spans 12 pixels, but its input 4x8x8 with padding 1 and 2 has only 11", Model + "[[|Conv(4, KernelShape = new[] { 3, 12 }, Pads = new[] { 0, 1, 0, 2 })|]]" + Layer)]
    [InlineData("SSN013", "The window of 'A' spans 9 pixels, but its input 4x8x8 with padding 0 has only 8", Model + "[[|Conv(4, Kernel = 3, Dilation = 4, Padding = 0)|]]" + Layer)]
    [InlineData("SSN014", "has 3 groups, which do not divide its 8 output channels: use 2", "[SsnModel(Channels = 6)] public sealed partial class Net { [[|Conv(8, Groups = 3)|]]" + Layer)]
    [InlineData("SSN017", "'A': Reduction follows the stage of a block, and this is none", Model + "[[|Conv(8, Reduction = 2)|]]" + Layer)]
    [InlineData("SSN017", "'B': Stride contradicts Strided = true", Staged + "[[|Conv(Strided = true, Stride = 2)|]] public partial Layer B { get; } }")]

    // Normalizations.
    [InlineData("SSN007", "Momentum of 'A' is 1.5, but must be at least 0 and at most 1", Model + "[[|Ssn(Normalizer.Batch, Momentum = 1.5f)|]]" + Layer)]
    [InlineData("SSN007", "Momentum of 'A' is -0.5, but must be at least 0 and at most 1", Model + "[[|Ssn(Normalizer.Batch, Momentum = -0.5f)|]]" + Layer)]
    [InlineData("SSN007", "Momentum of 'A' is NaN, but must be at least 0 and at most 1", Model + "[[|Ssn(Normalizer.Batch, Momentum = float.NaN)|]]" + Layer)]
    [InlineData("SSN007", "Gate of 'A' is 7, but must be one of Gate's values", Model + "[[|Ssn(Normalizer.Batch, Gate = (Gate)7)|]]" + Layer)]
    [InlineData("SSN007", "Gate of 'A' is -1, but must be one of Gate's values", Model + "[[|Ssn(Normalizer.Batch, Gate = (Gate)(-1))|]]" + Layer)]
    [InlineData("SSN007", "A normalizer of 'A' is 9, but must be one of Normalizer's values", Model + "[[|Ssn((Normalizer)9)|]]" + Layer)]
    [InlineData("SSN007", "Epsilon of 'A' is 0, but must be positive and finite", Model + "[[|Ssn(Normalizer.Batch, Epsilon = 0)|]]" + Layer)]
    [InlineData("SSN007", "Epsilon of 'A' is NaN, but must be positive and finite", Model + "[[|Ssn(Normalizer.Batch, Epsilon = float.NaN)|]]" + Layer)]
    [InlineData("SSN007", "Epsilon of 'A' is Infinity, but must be positive and finite", Model + "[[|Ssn(Normalizer.Batch, Epsilon = float.PositiveInfinity)|]]" + Layer)]
    [InlineData("SSN007", "Groups of 'A' is 0, but must be at least 1", Model + "[[|Ssn(Normalizer.Group, Groups = 0)|]]" + Layer)]
    [InlineData("SSN014", "'A' has 3 groups, which do not divide its 4 normalized channels: use 2", Model + "[[|Ssn(Normalizer.Group, Groups = 3)|]]" + Layer)]

    // What layers refer to, and add.
    [InlineData("SSN009", "'A' names 'Nothing', which is no earlier layer of 'Net'", Model + "[Relu, [|From(\"Nothing\")|]]" + Layer)]
    [InlineData("SSN009", "'S' names 'Nothing', which is no earlier layer of 'Net'", Model + "[Repeat(1), [|From(\"Nothing\")|]] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN009", "'B' names 'S', which is no earlier layer of 'Block'", Staged + "[Conv, [|Add(\"S\")|]] public partial Layer B { get; } }")]
    [InlineData("SSN009", "'A' names 'Nothing', which is no earlier layer of 'Net'", Model + "[Relu, [|Multiply(\"Nothing\")|]]" + Layer)]
    [InlineData("SSN008", "'S.0.B' produces 8x8x8 and cannot add the input, which is 4x8x8; a 1x1 convolution of stride 2 makes 8x4x4 of it: no convolution of the block follows the stage's stride: mark one with Strided = true", AtStridedStage + "[Conv(Kernel = 3), Shortcut] public partial Layer B { get; } }")]
    [InlineData("SSN008", "'S.0.B' produces 8x6x6 and cannot add the input, which is 4x8x8; a 1x1 convolution of stride 1 makes 8x8x8 of it: 'B' changes the size by itself: leave Padding out", AtStage + "[Conv(Kernel = 3, Padding = 0), Ssn(Normalizer.Batch), Shortcut, Relu] public partial Layer B { get; } }")]
    [InlineData("SSN008", "'B' produces 4x4x4 and cannot add 'A', which is 4x8x8; give both the same channels and strides", Model + "[Conv(4)] public partial Layer A { get; } [Conv(4, Stride = 2), [|Add(nameof(A))|]] public partial Layer B { get; } }")]
    [InlineData("SSN008", "'B' produces 4x8x8 and cannot multiply by 'A', which is 4x4x4; give both the same channels and strides, or pool it to one pixel of as many channels", Model + "[Conv(4, Stride = 2)] public partial Layer A { get; } [From(LayerSource.Input), [|Multiply(nameof(A))|]] public partial Layer B { get; } }")]
    [InlineData("SSN008", "'B' produces 4x8x8 and cannot multiply by 'A', which is 3; give both the same channels", Model + "[Linear(3)] public partial Layer A { get; } [From(LayerSource.Input), [|Multiply(nameof(A))|]] public partial Layer B { get; } }")]
    [InlineData("SSN008", "'B' produces 4 and cannot multiply by the input, which is 4x8x8", Model + "[GlobalAveragePool] public partial Layer A { get; } [[|Multiply(LayerSource.Input)|]] public partial Layer B { get; } }")]
    [InlineData("SSN008", "'B' reads 4x8x8 and cannot join 'A', which is 4x4x4; give both the same strides, or resize one", Model + "[Conv(4, Stride = 2)] public partial Layer A { get; } [Concat(LayerSource.Input, [|nameof(A)|]), Relu] public partial Layer B { get; } }")]

    // Stages.
    [InlineData("SSN007", "Count of 'S' is 0, but must be at least 1", Model + "[[|Repeat(0)|]] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN007", "Channels of 'Mask' is 0, but must be at least 1", Model + "[[|Input(Channels = 0)|]] public partial NetworkInput Mask { get; } [Conv(4), Add(nameof(Mask))]" + Layer)]
    [InlineData("SSN017", "'Mask': an input needs [Input(Channels = …)]", Model + "public partial NetworkInput [|Mask|] { get; } [Conv(4)]" + Layer)]
    [InlineData("SSN017", "'Mask': a layer's attribute has no effect on an input, put it on a layer [From] it", Model + "[Input(Channels = 4), [|Relu|]] public partial NetworkInput Mask { get; } [Conv(4)]" + Layer)]
    [InlineData("SSN017", "'A': [Input] needs a property of type NetworkInput", Model + "[Relu, [|Input(Channels = 4)|]]" + Layer)]
    [InlineData("SSN017", "'M': a block reads what its stage hands it, and has no further inputs: declare the input in the model", Staged + "[Relu] public partial Layer B { get; } [Input] public partial NetworkInput [|M|] { get; } }")]
    [InlineData("SSN030", "Nobody reads 'Mask'", Model + "[Input(Channels = 4)] public partial NetworkInput [|Mask|] { get; } [Conv(4)]" + Layer)]
    [InlineData("SSN007", "A value of Strides of 'S' is 0, but must be at least 1", Model + "[[|Repeat(1, Strides = new[] { 1, 0 })|]] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN007", "The length of Strides of 'S' is 2, but must be 3, as many as its samples have sides", Clips + "[[|Repeat(1, Strides = new[] { 1, 2 })|]] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN007", "Stride of 'S' is 0, but must be at least 1", Model + "[[|Repeat(1, Stride = 0)|]] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN007", "Channels of 'S' is -4, but must be at least 1, or left out where the block's layers have their own", Model + "[[|Repeat(1, Channels = -4)|]] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN017", "'S': a layer's attribute has no effect on a stage", Model + "[Repeat(1), [|Relu|]] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN015", "Block > Other > Block", Model + "[Repeat(1)] public partial Stage<Block> [|S|] { get; } } [SsnBlock] public sealed partial class Block { [Repeat(1)] public partial Stage<Other> O { get; } } [SsnBlock] public sealed partial class Other { [Repeat(1)] public partial Stage<Block> B { get; } }")]
    [InlineData("SSN019", "'Net' expands to more than 4096 layers", Model + "[[|Repeat(5000)|]] public partial Stage<Block> S { get; } [Relu] public partial Layer Z { get; } } " + Block)]
    [InlineData("SSN019", "reads 2000x1000x1000 values", "[SsnModel(Channels = 2000, Height = 1000, Width = 1000)] public sealed partial class [|Net|] { [Relu]" + Layer)]

    // Selections.
    [InlineData("SSN010", "'Net' has no layer 'B' with [Ssn]", "[[|Selected(\"B\", Normalizer.Batch, Normalizer.Batch)|]] " + Model + Two + "}")]
    [InlineData("SSN012", "'A' selects Group for its mean, but the layer chooses from Batch", "[[|Selected(\"A\", Normalizer.Group, Normalizer.Batch)|]] " + Model + "[Ssn(Normalizer.Batch)]" + Layer)]
    [InlineData("SSN012", "'A' selects Group for its variance, but the layer chooses from Layer, Batch", "[[|Selected(\"A\", Normalizer.Layer, Normalizer.Group)|]] " + Model + "[Ssn(Normalizer.Layer, Normalizer.Batch)]" + Layer)]
    [InlineData("SSN012", "'A' selects Instance for its variance, but the layer chooses from Batch", "[[|Selected(\"A\", Normalizer.Batch, Normalizer.Instance)|]] " + Model + "[Ssn(Normalizer.Batch)]" + Layer)]
    [InlineData("SSN021", "'Net' runs 4 of its 5 normalized layers as mixtures of normalizers, as they have no selection yet (A, B, C and 1 more)", "[SsnModel(Channels = 4, Height = 8, Width = 8)] public sealed partial class [|Net|] { [Ssn] public partial Layer A { get; } [Ssn] public partial Layer B { get; } [Ssn] public partial Layer C { get; } [Ssn] public partial Layer D { get; } [Ssn(Normalizer.Batch)] public partial Layer E { get; } }")]
    // What a class declares or inherits that its emitted part cannot live with.
    [InlineData("SSN002", "'Net' is a model and a block: leave one of the attributes out", "[SsnModel, SsnBlock] public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "'Net' is visible in its file only: leave 'file' out", "[SsnModel] file sealed partial class [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "'Net' is nested in another type", "class Outer { [SsnModel] public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } } }")]
    [InlineData("SSN002", "'Net' derives from a model or block: declare its layers in one class", "[SsnModel] public sealed partial class [|Net|] : Other { [Relu] public partial Layer A { get; } } [SsnModel] public partial class Other { [Relu] public partial Layer B { get; } }")]
    [InlineData("SSN002", "'Net' has a constructor of its own: remove it", "[SsnModel] public sealed partial class Net { public [|Net|]() { } [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "'Net' has a constructor of its own: remove it", "[SsnModel] public sealed partial class [|Net|](int size) { [Relu] public partial Layer A { get; } public int Size => size; }")]
    [InlineData("SSN002", "'Block' has a constructor of its own", "[SsnBlock] public sealed partial class Block { private [|Block|](int a) { _ = a; } [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "'Net' has the required member 'Size': leave 'required' out", "[SsnModel] public sealed partial class Net { public required int [|Size|] { get; set; } [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN002", "'Net' has the member 'Title' without a value: initialize it, or let it be null", "[SsnModel] public sealed partial class Net { public string [|Title|] { get; set; } [Relu] public partial Layer A { get; } public string? Other { get; set; } public string Third { get; set; } = \"\"; public int Fourth; }")]
    [InlineData("SSN002", "'Net' has the required member 'Size' from 'Super'", "[SsnModel] public sealed partial class [|Net|] : Super { [Relu] public partial Layer A { get; } } public class Super { public required int Size { get; set; } }")]
    [InlineData("SSN002", "'Net' derives from 'Super': give that class a constructor without parameters", "[SsnModel] public sealed partial class [|Net|] : Super { [Relu] public partial Layer A { get; } } public class Super { public Super(int size) { Size = size; } public int Size { get; } }")]
    [InlineData("SSN020", "'Net' has a member '_network', a name that the emitted part declares itself: rename it", "[SsnModel] public sealed partial class Net { private readonly int [|_network|] = 1; public int Parameters => _network; [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN020", "'Net' has a member 'SBlocks'", Model + "public int [|SBlocks|] => 1; [Repeat(1)] public partial Stage<Block> S { get; } } " + Block)]
    [InlineData("SSN020", "'Net' has a member 'Run'", Model + "[Relu] public partial Layer A { get; } public void [|Run|](ReadOnlySpan<float> input, Span<float> output) { } }")]
    [InlineData("SSN020", "'Block' has a member 'layerA'", "[SsnBlock] public sealed partial class Block { private int [|layerA|]() => 1; public int B => layerA(); [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN020", "'Net' inherits from 'Super' a member 'Run', a name that the emitted part declares itself: rename it, or hold that class as a member", "[SsnModel] public sealed partial class [|Net|] : Super { [Relu] public partial Layer A { get; } } public class Super { public int Run { get; } }")]
    [InlineData("SSN020", "'Net' has a layer 'Equals', a name that it inherits from 'object': rename the layer", Model + "[Relu] public partial Layer [|Equals|] { get; } }")]
    [InlineData("SSN020", "'Run' is called 'Run', a name that its emitted part declares as a member: rename the class", "[SsnModel] public sealed partial class [|Run|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN025", "'B' stands in another part of 'Net' than 'A', which leaves the order of the layers open", Model + "[Relu] public partial Layer A { get; } } public sealed partial class Net { [Relu] public partial Layer [|B|] { get; } }")]

    // Forms of properties.
    [InlineData("SSN003", "'A' is implemented by hand: declare it as 'public partial Layer A { get; }'", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer [|A|] { get; } public partial Layer A => null!; }")]
    [InlineData("SSN003", "'this[]' is an indexer: declare it as 'public partial Layer NAME { get; }'", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer [|this|][int i] { get; } }")]
    [InlineData("SSN003", "'A' has a setter: declare it as 'internal partial Layer A { get; }'", "[SsnModel] public sealed partial class Net { [Relu] internal partial Layer [|A|] { get; private set; } }")]
    [InlineData("SSN003", "'event' is not partial: declare it as 'public partial Layer @event { get; }'", "[SsnModel] public sealed partial class Net { [Relu] public Layer [|@event|] { get; } = null!; }")]
    [InlineData("SSN004", "'A' is of type 'Layer?', but must be of type 'Layer'", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer? [|A|] { get; } }")]
    [InlineData("SSN004", "'A' is of type 'ref Layer', but must be of type 'Layer'", "[SsnModel] public sealed partial class Net { [Relu] public partial ref Layer [|A|] { get; } }")]
    [InlineData("SSN004", "'S' is of type 'Stage<Block>?', but must be of type 'Stage<TBlock>'", Model + "[Repeat(1)] public partial Stage<Block>? [|S|] { get; } } " + Block)]

    // What was accepted in silence once.
    [InlineData("SSN024", "'Net' declares layers, but is neither a model nor a block: add [SsnModel], or [SsnBlock] where a stage repeats it", "public sealed partial class [|Net|] { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN024", "'Block' declares layers", "public sealed partial class [|Block|] { public partial Stage<Other> A { get; } } [SsnBlock] public sealed partial class Other { [Relu] public partial Layer A { get; } }")]
    [InlineData("SSN016", "'S' repeats 'Block', which has no [SsnBlock]: add the attribute to that class", Model + "[Repeat(1)] public partial Stage<Block> [|S|] { get; } } public sealed partial class Block { [Relu] public partial Layer B { get; } }")]
    [InlineData("SSN016", "'S' repeats 'SsnGen.Layer', which is no block: name a class with [SsnBlock]", Model + "[Repeat(1)] public partial Stage<Layer> [|S|] { get; } }")]
    [InlineData("SSN026", "'Block' has [Selected], but is a block", "[SsnBlock, [|Selected(\"A\", Normalizer.Batch, Normalizer.Batch)|]] public sealed partial class Block { [Ssn(Normalizer.Batch)] public partial Layer A { get; } }")]
    [InlineData("SSN026", "'Nett' has [Selected], but is no model (did you mean 'Net'?): give the class the name of the model", Model + "[Relu]" + Layer + "[[|Selected(\"A\", Normalizer.Batch, Normalizer.Batch)|]] partial class Nett;")]
    [InlineData("SSN026", "'Net' has [Selected], but is no model: that of this name is 'Models.Net', so write 'namespace Models;'", "namespace Models { " + Model + "[Relu]" + Layer + "} namespace Other { [[|Selected(\"A\", Normalizer.Batch, Normalizer.Batch)|]] partial class Net; }")]
    [InlineData("SSN028", "'Net' reads pictures of 1x1 pixels, as neither Height nor Width is given, but 'A' has windows", "[[|SsnModel|]] public sealed partial class Net { [Conv(8, Kernel = 3)]" + Layer)]
    [InlineData("SSN028", "'Net' reads pictures of 8x1 pixels, as Width is not given, but 'A' has windows", "[[|SsnModel(Height = 8)|]] public sealed partial class Net { [AveragePool(1)]" + Layer)]
    [InlineData("SSN029", "'A' makes 7x7 pixels of 8x8", Model + "[[|Conv(4, Kernel = 2)|]]" + Layer)]
    [InlineData("SSN029", "'S.0.B' makes 7x7 pixels of 8x8", AtStage + "[Conv(Kernel = 2)] public partial Layer B { get; } }")]
    [InlineData("SSN030", "Nobody reads 'A', so that it has no effect on the network's output", Model + "[Relu] public partial Layer [|A|] { get; } [Relu, From(LayerSource.Input)] public partial Layer B { get; } }")]
    [InlineData("SSN031", "'A' gives Normalizer.Batch more than once, and chooses from Layer, Batch", Model + "[[|Ssn(Normalizer.Batch, Normalizer.Layer, Normalizer.Batch)|]]" + Layer)]
    [InlineData("SSN022", "'Net.Module' asks for training with TorchSharp, but the project does not reference SsnGen.TorchSharp: add the reference", Model + "[Relu]" + Layer + "class Program { private Net.[|Module|]? _module; public object? Get() => _module; }")]
    [InlineData("SSN022", "'Net.Kernels' asks for training kernels, but the project does not reference SsnGen.TorchSharp: add the reference, or write [SsnModel(Kernels = true)]", Model + "[Conv(8), Ssn]" + Layer + "class Program { public static void Main() => _ = Net.[|Kernels|].A; }")]
    [InlineData("SSN022", "'Net.ExportOnnx' asks for export to ONNX", Model + "[Relu]" + Layer + "class Program { public static void Main() => Net.[|ExportOnnx|](null!, \"a.onnx\"); }")]
    public Task Reports_with_its_place(string id, string message, string marked) => new DiagnosticTests().Reports_with_its_place(id, message, marked);

    [Theory]
    [InlineData("A.cs", "B.cs")]
    [InlineData("B.cs", "A.cs")]
    public async Task Says_of_a_class_of_two_parts_what_is_wrong_where_it_has_the_attribute(string first, string second)
    {
        (string Path, string Text)[] files =
        [
            ("Usings.cs", Compile.ImplicitUsings),
            (first, "public class Super { public Super(int size) { } }\npublic sealed partial class Net : Super;"),
            (second, "[SsnModel] public sealed partial class Net { [Relu] public partial Layer A { get; } }"),
        ];
        foreach (var order in new[] { files, [.. files.Reverse()] })
        {
            var finding = Assert.Single((await Compile.Report(Compile.OfFiles(order))).OfAnalyzer);
            Assert.Equal((Descriptors.UnsupportedClass.Id, second), (finding.Id, finding.Location.SourceTree!.FilePath));
        }
    }

    [Fact]
    public Task Reports_names_that_compiled_code_cannot_hold() => new DiagnosticTests().Reports_with_its_place(
        "SSN019", "'Net' has a layer whose path has 901 characters", Model + "[Relu] public partial Layer [|" + new string('A', 901) + "|] { get; } }");

    [Fact]
    public void Each_line_that_reports_has_a_test()
    {
        Type[] tested = [typeof(DiagnosticTests), typeof(DiagnosticSiteTests)];
        string[] folders = ["Planning", "Diagnostics", "."];
        var rows = tested
            .SelectMany(static type => type.GetMethod(nameof(Reports_with_its_place))!.GetCustomAttributesData())
            .Where(static a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(static a => (IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)
            .Select(static a => (Id: (string)a[0].Value!, Message: (string)a[1].Value!))
            .Append((Id: Descriptors.TooLarge.Id, Message: nameof(Reports_names_that_compiled_code_cannot_hold)))
            .Append((Id: Descriptors.CompilerOptions.Id, Message: "C#"))
            .Append((Id: Descriptors.CompilerOptions.Id, Message: "pointers"))
            .Append((Id: Descriptors.OtherContract.Id, Message: nameof(ContractTests.A_library_of_another_contract_is_the_only_error)))
            .ToArray();
        var sources = folders
            .Select(static folder => Path.Combine(Testing.RepositoryPaths.Root, "generator", "SsnGen.Generator", folder))
            .SelectMany(static folder => Directory.GetFiles(folder, "*.cs", folder.EndsWith('.') ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(Path.Combine(Testing.RepositoryPaths.Root, "runtime", "SsnGen", "Operators"), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText)
            .ToArray();

        // A line that hands a descriptor over, by the name of its field.
        var sites = sources.SelectMany(static text => Reports().Matches(text)).Select(static m => m.Groups["descriptor"].Value).ToArray();
        Assert.True(sites.Length >= 50, $"Only {sites.Length} lines that report were found: is the pattern out of date?");
        foreach (var site in sites.CountBy(static name => name))
        {
            var descriptor = (Microsoft.CodeAnalysis.DiagnosticDescriptor)typeof(Descriptors).GetField(site.Key)!.GetValue(null)!;
            var tests = rows.Where(r => r.Id == descriptor.Id).Select(static r => r.Message).Distinct().Count();
            Assert.True(tests >= site.Value, $"{site.Value} lines report {descriptor.Id} ({site.Key}), and {tests} tests expect it, each with another message.");
        }

        // Values are checked by name, all by one line that reports them.
        var values = sources.SelectMany(static text => CheckedValues().Matches(text)).Select(static m => m.Groups["value"].Value).Distinct().ToArray();
        Assert.True(values.Length >= 16, $"Only {values.Length} checked values were found: is the pattern out of date?");
        foreach (var value in values)
        {
            Assert.Contains(rows, row => row.Id == "SSN007" && row.Message.StartsWith(value, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"(?:\.Add\(|new Finding\()Descriptors\.(?<descriptor>\w+)")]
    private static partial Regex Reports();

    [GeneratedRegex("""(?:\.Check\(|AtLeast\(-?\d+, .*?\(|\), \(|null : \()"(?<value>[A-Z][\w ]*)", """)]
    private static partial Regex CheckedValues();
}
