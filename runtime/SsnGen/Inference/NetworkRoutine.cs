using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>A part of an emitted network: independent jobs, which it runs from one to another.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NetworkRoutine
{
    private readonly delegate*<float*, float*, float*, int, int, void> _run;

    /// <summary>Names a routine.</summary>
    /// <param name="run">Runs its jobs: takes the arena, the parameters, the scratch of the worker, the first job and the one behind the last.</param>
    /// <param name="jobs">How many jobs there are.</param>
    /// <param name="isShared">Whether a team shares them, instead of one thread running them while the others wait.</param>
    public NetworkRoutine(delegate*<float*, float*, float*, int, int, void> run, int jobs, bool isShared = false)
    {
        _run = run;
        Jobs = jobs;
        IsShared = isShared;
    }

    internal int Jobs { get; }

    internal bool IsShared { get; }

    internal void Run(float* arena, float* parameters, float* scratch, int first, int end) => _run(arena, parameters, scratch, first, end);
}
