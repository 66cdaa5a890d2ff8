using SsnGen.Generator.Emission.Cpu;
using SsnGen.Generator.Planning.Gpu;

namespace SsnGen.Generator.Emission.Gpu;

/// <summary>What the text of a GPU kernel depends on, derived from its plan.</summary>
internal sealed class GpuShape(GpuKernelPlan plan)
{
    public GpuKernelPlan Plan { get; } = plan;

    /// <summary>The same specialization on the CPU, which says what the backward pass reads and what the activation is.</summary>
    public KernelShape Cpu { get; } = new(plan.Kernel);

    public bool Residual => Plan.Kernel.Residual;

    public bool Has(Normalizer normalizer) => Plan.Has(normalizer);

    /// <summary>The type of tensors.</summary>
    public string Tensor => $"ilGpu::ArrayView<{(Plan.IsOfAnyStorage ? "T" : "float")}>";

    /// <summary>What reads and writes values.</summary>
    public string Storage => Plan.IsOfAnyStorage ? "TStorage" : "onGpu::GpuFloats";

    /// <summary>The type of the values that are computed with at once.</summary>
    public string Value => Plan.Width == 4 ? "onGpu::Float4" : "float";

    /// <summary>A tensor as what is read at once.</summary>
    public string View(string tensor) => Plan.Width == 4 ? $"{tensor}.Cast<{Vector}>()" : tensor;

    /// <summary>The type of a tensor as what is read at once.</summary>
    public string ViewType => Plan.Width == 4 ? $"ilGpu::ArrayView<{Vector}>" : Tensor;

    private string Vector => Plan.IsOfAnyStorage ? "TVector" : "onGpu::Float4";

    /// <summary>The sum over the threads that share a threads, of an expression.</summary>
    public static string Sum(GpuThreadsPlan threads, string value) => threads.IsGroup ? $"onGpu::GpuLanes.GroupSum({value}, shared)" : $"onGpu::GpuLanes.WarpSum({value})";
}
