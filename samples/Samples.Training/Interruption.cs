using System.Runtime.InteropServices;

namespace Samples.Training;

/// <summary>
/// Turns the first Ctrl-C (or a request to terminate) into a cancellation, so that training ends between two steps and leaves
/// terminal and files as they should be. A second one ends the process at once.
/// </summary>
public sealed class Interruption : IDisposable
{
    // What shells give a process that a signal ended: 128 and its number.
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, Terminated)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of an interrupted program.</summary>
    public int ExitCode { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context, int exitCode)
    {
        if (_source.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        ExitCode = exitCode;
        _source.Cancel();
    }
}
