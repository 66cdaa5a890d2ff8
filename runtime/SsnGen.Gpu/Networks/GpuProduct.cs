using System.ComponentModel;

namespace SsnGen.Gpu.Networks;

/// <summary>The sizes of several products of matrices in columns.</summary>
/// <param name="TransposesA">Whether A is transposed.</param>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">Terms of each sum.</param>
/// <param name="StrideA">Values from one A to the next; 0 where all products share one.</param>
/// <param name="StrideB">Values from one B to the next; 0 where all products share one.</param>
/// <param name="StrideC">Values from one C to the next.</param>
/// <param name="Count">How many products.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GpuProduct(bool TransposesA, int M, int N, int K, long StrideA, long StrideB, long StrideC, int Count);
