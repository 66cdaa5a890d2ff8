using SsnGen.TorchSharp.Tests.Models;
using SsnGen.Training;

namespace SsnGen.TorchSharp.Tests;

/// <summary>The emitted kernels of the test models, and one that fails.</summary>
internal static class TestKernels
{
    public static IReadOnlyList<SsnKernel> Emitted { get; } =
    [
        SmallNet.Kernels.Stem,
        SmallNet.Kernels.Stage1_0_Conv1,
        SmallNet.Kernels.Stage1_0_Conv2,
        SmallNet.Kernels.Stage2_0_Shortcut,
        OddNet.Kernels.Shared,
        OddNet.Kernels.Grouped,
        OddNet.Kernels.Hidden,
        OddNet.Kernels.Plain,
        ActivationsNet.Kernels.Sigmoid,
        ActivationsNet.Kernels.HardSigmoid,
        ActivationsNet.Kernels.Tanh,
        ActivationsNet.Kernels.Relu6,
        ActivationsNet.Kernels.Clip,
        ActivationsNet.Kernels.Elu,
        ActivationsNet.Kernels.Gelu,
        ActivationsNet.Kernels.GeluTanh,
        ActivationsNet.Kernels.Mish,
        ActivationsNet.Kernels.Softplus,
        ActivationsNet.Kernels.HardSwish,
    ];

    public static SsnNorm Norm(SsnKernel kernel, Gate gate = Gate.SparsestMax, bool shared = false) =>
        new("Some.Layer", kernel, new Normalization { Normalizers = kernel.Normalizers, Gate = gate, SharedRatios = shared });

    /// <summary>A kernel of two values whose backward pass throws.</summary>
    public sealed unsafe class Failing() : SsnKernel(1, 2, [Normalizer.Instance], 1, 1e-5f, false, null, false)
    {
        protected override void ComputeSlabMoments(SsnPass pass, int first, int limit)
        {
        }

        protected override void ComputeCoefficients(SsnPass pass, int first, int limit)
        {
        }

        protected override void Normalize(SsnPass pass, int first, int limit)
        {
        }

        protected override void ComputeSlabGradients(SsnPass pass, int first, int limit) => throw new InvalidDataException("the backward pass fails");

        protected override void ComputeGradientCoefficients(SsnPass pass, int first, int limit)
        {
        }

        protected override void Differentiate(SsnPass pass, int first, int limit)
        {
        }
    }
}
