namespace SsnGen.Networks;

/// <summary>
/// Tensors that frameworks save beside the weights of a network. No network computes with them, so they are never called
/// unused.
/// </summary>
/// <remarks>
/// By the last part of their names:
/// <list type="bullet">
/// <item><c>num_batches_tracked</c>: how many batches a batch normalization of PyTorch has seen</item>
/// <item><c>n_averaged</c>: how many models PyTorch's <c>AveragedModel</c> averaged</item>
/// <item><c>_extra_state</c>: what a module of PyTorch keeps beside its tensors</item>
/// <item><c>total_ops</c>, <c>total_params</c>: what the profiler thop counted</item>
/// </list>
/// </remarks>
public static class FrameworkTensors
{
    private static readonly string[] Names = ["num_batches_tracked", "n_averaged", "_extra_state", "total_ops", "total_params"];

    /// <summary>Whether a tensor is one of them.</summary>
    /// <param name="tensor">The name of the tensor.</param>
    public static bool Contains(string tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Names.Contains(tensor[(tensor.LastIndexOf('.') + 1)..], StringComparer.Ordinal);
    }
}
