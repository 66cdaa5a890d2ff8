using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu;

/// <summary>
/// One SSN layer on a device: its kernels, compiled for it at their first use, and the memory of its moments. Launches are
/// queued on the caller's stream and nothing waits for them. It may be used by one stream at a time.
/// </summary>
/// <remarks>
/// Traffic: a forward pass reads x twice and writes y, in three launches; a backward pass reads its inputs twice and writes its
/// gradients, in three. Under a <see cref="Selection"/> that allows it, tensors are read once: instance (forward in one launch,
/// backward in two), layer and group where a sample or group fits the registers and there are enough of them for the device
/// (one launch), batch in evaluation (two).
/// </remarks>
/// <typeparam name="T">What tensors are stored as: <see cref="float"/> or <see cref="ILGPU.Half"/>.</typeparam>
public sealed class GpuSsnLayer<T> : IDisposable
    where T : unmanaged
{
    private readonly Accelerator _accelerator;
    private readonly GpuSsnKernel<T> _kernel;
    private readonly GpuSsnLaunches<T> _launches;
    private readonly GpuWorkspace _workspace;
    private ForwardPass? _last;

    /// <summary>Prepares the kernels for a device.</summary>
    /// <param name="accelerator">The device; the layer must be disposed before it.</param>
    /// <param name="kernel">The emitted kernels.</param>
    public GpuSsnLayer(Accelerator accelerator, GpuSsnKernel<T> kernel)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(kernel);
        _accelerator = accelerator;
        _kernel = kernel;
        _launches = new GpuSsnLaunches<T>(accelerator, kernel);
        _workspace = new GpuWorkspace(accelerator, kernel.Description);
    }

    /// <summary>
    /// What training has chosen, where it has: then the kernels of that pair alone run, and the caller's ratios must be one-hot
    /// to match. Null for a mixture. A backward pass goes by what it was in its forward pass.
    /// </summary>
    public Selection? Selection
    {
        get;
        set
        {
            if (value is not null && !(_kernel.Description.Normalizers.Contains(value.Mean) && _kernel.Description.Normalizers.Contains(value.Variance)))
            {
                throw new ArgumentException(
                    $"The layer chooses from {string.Join(", ", _kernel.Description.Normalizers)} and cannot select {value.Mean} and {value.Variance}.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>The forward pass of training: moments of this batch, which also move the running moments.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="x">x, [N, C, S].</param>
    /// <param name="residual">The residual, [N, C, S]; empty for a kernel without one.</param>
    /// <param name="y">Where y is written, [N, C, S]; may be x or the residual, from its start, where no backward pass follows that reads it.</param>
    /// <param name="parameters">Affine parameters, ratios and running moments, on the device.</param>
    /// <param name="gates">Control parameters to evaluate the ratios from; empty where the ratios are given.</param>
    /// <exception cref="ArgumentException">A length does not fit, a tensor does not start on the size of a vector, or memory overlaps.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public void Forward(
        AcceleratorStream stream, ArrayView<T> x, ArrayView<T> residual, ArrayView<T> y, in GpuSsnParameters parameters, in GpuSsnGates gates = default) =>
        Run(stream, x, residual, y, parameters, gates, evaluation: false);

    /// <summary>
    /// The forward pass of evaluation: running moments in place of those of the batch, which are left as they are. Gates are
    /// evaluated, not frozen. A backward pass may follow, and treats running moments as constants.
    /// </summary>
    /// <inheritdoc cref="Forward" path="/param"/>
    /// <inheritdoc cref="Forward" path="/exception"/>
    public void Evaluate(
        AcceleratorStream stream, ArrayView<T> x, ArrayView<T> residual, ArrayView<T> y, in GpuSsnParameters parameters, in GpuSsnGates gates = default) =>
        Run(stream, x, residual, y, parameters, gates, evaluation: true);

    /// <summary>The backward pass of the last forward pass; may be repeated.</summary>
    /// <param name="stream">The stream of the forward pass.</param>
    /// <param name="x">x of the forward pass, [N, C, S].</param>
    /// <param name="saved">What <see cref="SsnGen.Training.SsnKernel.BackwardInput"/> names, [N, C, S], otherwise empty.</param>
    /// <param name="upstream">∂L/∂y, [N, C, S].</param>
    /// <param name="dx">Where ∂L/∂x is written, [N, C, S]; may be an input of this pass, from its start.</param>
    /// <param name="dresidual">Where ∂L/∂residual is written, likewise; empty for a kernel without a residual.</param>
    /// <param name="parameters">The values of the forward pass.</param>
    /// <param name="gradients">Where the gradients of the parameters are written.</param>
    /// <param name="gates">The gates of the forward pass.</param>
    /// <exception cref="ArgumentException">A length does not fit, a tensor does not start on the size of a vector, or memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">There was no such forward pass, or it overwrote x.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public void Backward(
        AcceleratorStream stream,
        ArrayView<T> x,
        ArrayView<T> saved,
        ArrayView<T> upstream,
        ArrayView<T> dx,
        ArrayView<T> dresidual,
        in GpuSsnParameters parameters,
        in GpuSsnGradients gradients,
        in GpuSsnGates gates = default)
    {
        GpuChecks.Stream(stream, _accelerator);
        _workspace.ThrowIfDisposed();
        var samples = GpuChecks.CountSamples(_kernel, x);
        CheckBackward(x, saved, upstream, dx, dresidual);
        GpuChecks.Parameters(_kernel.Description, parameters);
        GpuChecks.Gates(_kernel.Description, gates);
        if (_last is not { } last || last.Samples != samples)
        {
            throw new InvalidOperationException(
                $"A backward pass of {samples} samples needs a forward pass of as many right before it; "
                + (_last is null ? "there was none." : $"the last one was of {_last.Samples}."));
        }

        GpuChecks.Gradients(_kernel.Description, gates, gradients, ratios: last.Selection is null);
        if (last.Overwritten is { } overwritten)
        {
            throw new InvalidOperationException(
                $"The forward pass ran in place and overwrote {overwritten}, which the backward pass reads: give it an output of its own.");
        }

        _launches.Backward(
            stream, new GpuBackwardTensors<T>(x, saved, upstream, dx, dresidual), _workspace, parameters, gradients, gates, samples, last.Evaluation, last.Selection);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _workspace.Dispose();
        _last = null;
    }

    private void Run(
        AcceleratorStream stream, ArrayView<T> x, ArrayView<T> residual, ArrayView<T> y, in GpuSsnParameters parameters, in GpuSsnGates gates, bool evaluation)
    {
        GpuChecks.Stream(stream, _accelerator);
        _workspace.ThrowIfDisposed();
        var samples = GpuChecks.CountSamples(_kernel, x);
        GpuChecks.Tensor(_kernel, x, x.Length, nameof(x));
        GpuChecks.Tensor(_kernel, residual, _kernel.Description.HasResidual ? x.Length : 0, nameof(residual));
        GpuChecks.Tensor(_kernel, y, x.Length, nameof(y));
        GpuChecks.Overlap(y, x, nameof(y), nameof(x));
        GpuChecks.Overlap(y, residual, nameof(y), nameof(residual));
        GpuChecks.Parameters(_kernel.Description, parameters);
        GpuChecks.Gates(_kernel.Description, gates);
        if (Selection is not null && gates.MeanControl.Length != 0)
        {
            throw new ArgumentException("The layer has a selection, so its ratios are fixed: give it no gates.", nameof(gates));
        }

        _last = null;

        // The backward pass of an empty batch writes sums too, all of them 0.
        _workspace.EnsureCapacity(Math.Max(1, samples));
        if (samples > 0)
        {
            _launches.Forward(stream, x, residual, y, _workspace, parameters, gates, samples, evaluation, Selection);
        }

        var overwritten = GpuChecks.Overlaps(x, y) ? "x"
            : _kernel.Description.BackwardInput == Training.BackwardInput.Residual && GpuChecks.Overlaps(residual, y) ? "the residual"
            : null;
        _last = new ForwardPass(samples, evaluation, overwritten, Selection);
    }

    private void CheckBackward(ArrayView<T> x, ArrayView<T> saved, ArrayView<T> upstream, ArrayView<T> dx, ArrayView<T> dresidual)
    {
        GpuChecks.Tensor(_kernel, x, x.Length, nameof(x));
        GpuChecks.Tensor(_kernel, saved, _kernel.Description.BackwardInput == Training.BackwardInput.Input ? 0 : x.Length, nameof(saved));
        GpuChecks.Tensor(_kernel, upstream, x.Length, nameof(upstream));
        GpuChecks.Tensor(_kernel, dx, x.Length, nameof(dx));
        GpuChecks.Tensor(_kernel, dresidual, _kernel.Description.HasResidual ? x.Length : 0, nameof(dresidual));
        GpuChecks.Overlap(dx, x, nameof(dx), nameof(x));
        GpuChecks.Overlap(dx, saved, nameof(dx), nameof(saved));
        GpuChecks.Overlap(dx, upstream, nameof(dx), nameof(upstream));
        GpuChecks.Overlap(dresidual, x, nameof(dresidual), nameof(x));
        GpuChecks.Overlap(dresidual, saved, nameof(dresidual), nameof(saved));
        GpuChecks.Overlap(dresidual, upstream, nameof(dresidual), nameof(upstream));
        GpuChecks.Apart(dx, dresidual, nameof(dx), nameof(dresidual));
    }

    /// <summary>What a backward pass has to know of the forward pass before it.</summary>
    private sealed record ForwardPass(int Samples, bool Evaluation, string? Overwritten, Selection? Selection);
}
