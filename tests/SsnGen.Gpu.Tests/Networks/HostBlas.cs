using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Networks;

namespace SsnGen.Gpu.Tests.Networks;

/// <summary>What cuBLAS computes, on the memory of the simulation.</summary>
internal sealed class HostBlas : GpuBlas
{
    public int Calls { get; private set; }

    public bool IsDisposed { get; private set; }

    public override void Multiply(AcceleratorStream stream, in GpuProduct product, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
    {
        Calls++;
        var (m, n, k) = (product.M, product.N, product.K);
        var (left, right, result) = (Read(stream, a), Read(stream, b), Read(stream, c));
        Assert.Equal(product.StrideA == 0 ? m * k : product.StrideA * product.Count, left.Length);
        Assert.Equal(product.StrideB == 0 ? n * k : product.StrideB * product.Count, right.Length);
        Assert.Equal(product.StrideC == 0 ? m * n : product.StrideC * product.Count, result.Length);
        for (var index = 0; index < product.Count; index++)
        {
            for (var place = 0; place < m * n; place++)
            {
                var (column, row) = Math.DivRem(place, m);
                var sum = 0.0;
                for (var i = 0; i < k; i++)
                {
                    var value = left[(index * product.StrideA) + (product.TransposesA ? i + (row * k) : row + (i * m))];
                    sum += (double)value * right[(index * product.StrideB) + i + (column * k)];
                }

                result[(index * product.StrideC) + place] = (float)sum;
            }
        }

        c.CopyFromCPU(stream, result);
        stream.Synchronize();
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private static float[] Read(AcceleratorStream stream, ArrayView<float> view)
    {
        var values = new float[view.Length];
        view.CopyToCPU(stream, values);
        stream.Synchronize();
        return values;
    }
}
