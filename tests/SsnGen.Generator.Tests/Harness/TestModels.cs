namespace SsnGen.Generator.Tests.Harness;

/// <summary>Definitions that several tests compile.</summary>
internal static class TestModels
{
    /// <summary>What a reference to SsnGen.TorchSharp brings, as far as the generator looks.</summary>
    public const string TorchMarker = "namespace SsnGen.TorchSharp { public abstract class SsnModule; }";

    /// <summary>A definition for both kinds of devices.</summary>
    /// <param name="source">The definition.</param>
    /// <param name="more">What its model says besides.</param>
    public static string OnBoth(string source, string more = "") =>
        source.Replace("[SsnModel(", $"[SsnModel(Backend = Backend.Both{more}, ", StringComparison.Ordinal);

    /// <summary>A residual network with one of everything that a layer can be made of, small enough to read its emitted code.</summary>
    public const string Residual = """
        namespace Models;

        [SsnModel(Channels = 1, Height = 8, Width = 8)]
        public sealed partial class ResidualNet
        {
            [Conv(16, Kernel = 3), Ssn, Relu]
            public partial Layer Stem { get; }

            [Repeat(1, Channels = 16)]
            public partial Stage<BasicBlock> Stage1 { get; }

            [Repeat(1, Channels = 32, Stride = 2)]
            public partial Stage<BasicBlock> Stage2 { get; }

            [GlobalAveragePool]
            public partial Layer Pool { get; }

            [Linear(10)]
            public partial Layer Classifier { get; }
        }

        [SsnBlock]
        public sealed partial class BasicBlock
        {
            [Conv(Kernel = 3, Strided = true), Ssn, Relu]
            public partial Layer Conv1 { get; }

            [Conv(Kernel = 3), Ssn(ZeroGamma = true), Shortcut, Relu]
            public partial Layer Conv2 { get; }
        }
        """;

    /// <summary>A selection for <see cref="Residual"/>, as training writes it.</summary>
    public const string ResidualSelection = """
        namespace Models;

        [Selected("Stem", Normalizer.Batch, Normalizer.Batch)]
        [Selected("Stage1.0.Conv1", Normalizer.Instance, Normalizer.Instance)]
        [Selected("Stage1.0.Conv2", Normalizer.Layer, Normalizer.Layer)]
        [Selected("Stage2.0.Conv1", Normalizer.Instance, Normalizer.Batch)]
        [Selected("Stage2.0.Shortcut", Normalizer.Batch, Normalizer.Batch)]
        [Selected("Stage2.0.Conv2", Normalizer.Batch, Normalizer.Layer)]
        partial class ResidualNet;
        """;

    /// <summary>Just one fused normalization, for a network written by hand.</summary>
    public const string SingleLayer = """
        namespace Models;

        [SsnModel(Channels = 6, Height = 5, Width = 7)]
        public sealed partial class NormOnly
        {
            [Ssn(Normalizer.Group, Normalizer.Batch, Groups = 3, SharedRatios = true, Epsilon = 1e-3f), LeakyRelu(0.2f)]
            public partial Layer Norm { get; }
        }
        """;

    /// <summary>Each producer, names, grouping, dilation, references, activations, and a stage in a block.</summary>
    public const string Everything = """
        namespace Models;

        [SsnModel(Channels = 3, Height = 20, Width = 24)]
        internal sealed partial class Everything
        {
            [Conv(12, Kernel = 5, Stride = 2, Padding = 1, Groups = 3, Bias = true), Ssn(Normalizer.Batch), Silu]
            internal partial Layer Stem { get; }

            [MaxPool(3, Stride = 2, Padding = 1)]
            internal partial Layer Reduced { get; }

            [Repeat(2, Channels = 16)]
            internal partial Stage<Outer> Body { get; }

            [Conv(16, Kernel = 3, Dilation = 2), Ssn(Normalizer.Layer, Normalizer.Group, Groups = 4, Gate = Gate.Sparsemax), LeakyRelu(0.1f), Dropout(0.25f)]
            internal partial Layer Wide { get; }

            [From(nameof(Body)), Conv(16, Kernel = 1), Ssn(Gate = Gate.Softmax, Momentum = 0.01f), Add(nameof(Wide))]
            internal partial Layer Joined { get; }

            [AveragePool(2)]
            internal partial Layer Halved { get; }

            [Linear(20, Bias = true), Ssn(Normalizer.Layer, Normalizer.Batch), Relu]
            internal partial Layer Hidden { get; }

            [Linear(5)]
            internal partial Layer Output { get; }
        }

        [SsnBlock]
        internal sealed partial class Outer
        {
            [Conv(Kernel = 1, Reduction = 4), Ssn, Relu]
            public partial Layer Narrow { get; }

            [Repeat(2, Channels = 4)]
            public partial Stage<Inner> Inner { get; }

            [Conv(Kernel = 1), Ssn, Shortcut, Relu]
            public partial Layer Widen { get; }
        }

        [SsnBlock]
        internal sealed partial class Inner
        {
            [Conv(Kernel = 3), Ssn(Bessel = true), Shortcut, Relu]
            public partial Layer Conv { get; }
        }
        """;
}
