namespace SsnGen.Training;

/// <summary>
/// The radius of <see cref="SparsestMax"/> in the course of training: linear in the step, from 0 to 1 over all steps as
/// published (Shao et al., CVPR 2019), so that every layer is one-hot once √((K − 1)/K) of the steps are done
/// (82% for K = 3).
/// </summary>
public sealed record RadiusSchedule
{
    /// <summary>Creates a schedule.</summary>
    /// <param name="steps">Steps of the whole training; at least 1.</param>
    /// <param name="start">The radius at step 0; finite, at least 0.</param>
    /// <param name="end">The radius from step <paramref name="steps"/> on; finite, at least <paramref name="start"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public RadiusSchedule(long steps, double start = 0, double end = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (!double.IsFinite(start) || start < 0)
            throw new ArgumentOutOfRangeException(nameof(start), start, "The first radius has to be a finite number, at least 0.");
        if (!double.IsFinite(end) || end < start)
            throw new ArgumentOutOfRangeException(nameof(end), end, "The last radius has to be a finite number, at least the first radius: ratios never become less sparse.");
        Steps = steps;
        Start = start;
        End = end;
    }

    /// <summary>Steps of the whole training.</summary>
    public long Steps { get; }

    /// <summary>The radius at step 0.</summary>
    public double Start { get; }

    /// <summary>The radius from step <see cref="Steps"/> on.</summary>
    public double End { get; }

    /// <summary>The radius at a step.</summary>
    /// <param name="step">The step, from 0; later steps than <see cref="Steps"/> keep the last radius.</param>
    /// <returns>The radius.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return step >= Steps ? End : Start + ((End - Start) * ((double)step / Steps));
    }
}
