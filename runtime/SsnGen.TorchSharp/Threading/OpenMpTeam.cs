using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using SsnGen.Threading;
using TorchSharp;

namespace SsnGen.TorchSharp;

/// <summary>
/// The OpenMP threads of libtorch as a worker team. They keep spinning for a while after each operation of libtorch, so
/// that work on any other threads competes with them for the cores; work on these very threads does not.
/// </summary>
/// <remarks>
/// Uses <c>GOMP_parallel</c> of the libgomp that libtorch has loaded, which is part of the ABI of GCC's OpenMP. The count
/// is libtorch's (<c>torch.set_num_threads</c>); inside of another parallel region a run has one worker.
/// </remarks>
public sealed unsafe class OpenMpTeam : WorkerTeam
{
    private readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> _parallel;
    private readonly delegate* unmanaged<int> _threadNumber;
    private readonly delegate* unmanaged<int> _threadCount;

    private OpenMpTeam(nint parallel, nint threadNumber, nint threadCount)
    {
        _parallel = (delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void>)parallel;
        _threadNumber = (delegate* unmanaged<int>)threadNumber;
        _threadCount = (delegate* unmanaged<int>)threadCount;
    }

    /// <summary>The team to train with: libtorch's own where it has libgomp, otherwise <see cref="ThreadTeam.Shared"/>.</summary>
    /// <exception cref="DllNotFoundException">libtorch does not load.</exception>
    public static WorkerTeam Shared => SharedTeam.Instance;

    /// <inheritdoc/>
    public override int Count => torch.get_num_threads();

    /// <inheritdoc/>
    public override void Run(ParallelWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var count = Count;
        var region = new Region(this, work, count);
        var handle = GCHandle.Alloc(region);
        try
        {
            _parallel(&Enter, GCHandle.ToIntPtr(handle), (uint)count, 0);
        }
        finally
        {
            handle.Free();
        }

        region.Failure?.Throw();
    }

    [UnmanagedCallersOnly]
    private static void Enter(nint handle) => ((Region)GCHandle.FromIntPtr(handle).Target!).Enter();

    // dlsym looks through the dependencies of libtorch_cpu, so that this is the libgomp that libtorch itself calls.
    private static OpenMpTeam? Find()
    {
        NativeLibTorch.EnsureLoaded();
        return OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, searchPath: null, out var library)
            && NativeLibrary.TryGetExport(library, "GOMP_parallel", out var parallel)
            && NativeLibrary.TryGetExport(library, "omp_get_thread_num", out var threadNumber)
            && NativeLibrary.TryGetExport(library, "omp_get_num_threads", out var threadCount)
            ? new OpenMpTeam(parallel, threadNumber, threadCount)
            : null;
    }

    /// <summary>
    /// One run of work. No exception may leave a worker: it would unwind through libgomp. So nothing here waits either:
    /// a wait is where an interrupt of the calling thread strikes.
    /// </summary>
    private sealed class Region(OpenMpTeam team, ParallelWork work, int count)
    {
        private readonly ExceptionDispatchInfo?[] _failures = new ExceptionDispatchInfo?[count];

        /// <summary>The failure of the lowest worker, whichever came first.</summary>
        public ExceptionDispatchInfo? Failure => Array.Find(_failures, static failure => failure is not null);

        public void Enter()
        {
            var worker = team._threadNumber();
#pragma warning disable CA1031 // Whatever a worker throws is rethrown to the caller of Run.
            try
            {
                work.Run(worker, team._threadCount());
            }
            catch (Exception failure)
            {
                _failures[worker] = ExceptionDispatchInfo.Capture(failure);
            }
#pragma warning restore CA1031
        }
    }

    private static class SharedTeam
    {
        internal static readonly WorkerTeam Instance = Find() ?? ThreadTeam.Shared;
    }
}
