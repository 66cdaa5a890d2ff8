using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace SsnGen.Gpu;

/// <summary>The device that kernels run on: the first that works of CUDA, OpenCL, and ILGPU's simulation on the CPU.</summary>
/// <remarks>
/// OpenCL devices are those of Intel with double precision: on others ILGPU cannot add up over the threads of a warp, which the
/// kernels of SSN do. No kernel was run on one yet.
/// The simulation is right but slow: thousands of times slower than the kernels for the CPU. It is for tests.
/// </remarks>
public sealed class GpuContext : IDisposable
{
    private readonly Context _context;

    private GpuContext(Context context, Accelerator accelerator)
    {
        _context = context;
        Accelerator = accelerator;
    }

    /// <summary>The device.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>What the device is called, with the way to it, such as <c>NVIDIA H200 (Cuda)</c>.</summary>
    public string DeviceName => $"{Accelerator.Name} ({Accelerator.AcceleratorType})";

    /// <summary>Whether the device is a simulation on the CPU.</summary>
    public bool IsSimulated => Accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>Opens the first device that works. There always is one: the simulation.</summary>
    /// <param name="profiling">Whether streams take profiling markers, which measure time on the device itself.</param>
    public static GpuContext Create(bool profiling = false)
    {
        GpuLibraries.Register();
        var context = Context.Create(builder => Configure(builder.Cuda().OpenCL().CPU(Simulated(threadsPerWarp: 2, warps: 1)), profiling));
        foreach (var device in context.Devices.Where(IsSuitable).OrderBy(static d => Preference(d.AcceleratorType)))
        {
            // A driver can be there and its device not: then the next one serves.
            try
            {
                return new GpuContext(context, device.CreateAccelerator(context));
            }
            catch (Exception exception) when (exception is CudaException or CLException && device.AcceleratorType != AcceleratorType.CPU)
            {
                continue;
            }
        }

        context.Dispose();
        throw new InvalidOperationException("ILGPU offers no device, not even its simulation on the CPU.");
    }

    /// <summary>Opens the simulation on the CPU.</summary>
    /// <param name="threadsPerWarp">Threads of a warp, a power of 2: 32 as on most devices, or 2 to be faster.</param>
    /// <param name="warps">Warps of the largest group.</param>
    /// <param name="profiling">Whether streams take profiling markers.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a power of 2 of at least 2, or no warp.</exception>
    public static GpuContext CreateSimulated(int threadsPerWarp = 2, int warps = 1, bool profiling = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadsPerWarp, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.IsPow2(threadsPerWarp), true, nameof(threadsPerWarp));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(warps);
        var context = Context.Create(builder => Configure(builder.CPU(Simulated(threadsPerWarp, warps)), profiling));
        return new GpuContext(context, context.GetCPUDevice(0).CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>
    /// Sets up a context of the caller's own for the kernels: with all of ILGPU's optimizations, as without them each access to a
    /// tensor is a generic one, and with its algorithms.
    /// </summary>
    /// <param name="builder">The context to be.</param>
    /// <param name="profiling">Whether streams take profiling markers.</param>
    public static Context.Builder Configure(Context.Builder builder, bool profiling = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Optimize(OptimizationLevel.O2).EnableAlgorithms();
        return profiling ? builder.Profiling() : builder;
    }

    private static CPUDevice Simulated(int threadsPerWarp, int warps) => new(threadsPerWarp, warps, Environment.ProcessorCount);

    // ILGPU adds up over the threads of an OpenCL warp on Intel's devices alone, of which some have no double precision.
    private static bool IsSuitable(Device device) =>
        device is not CLDevice cl || (cl.Vendor == CLDeviceVendor.Intel && cl.Capabilities.Float64);

    private static int Preference(AcceleratorType type) => type switch
    {
        AcceleratorType.Cuda => 0,
        AcceleratorType.OpenCL => 1,
        _ => 2,
    };
}
