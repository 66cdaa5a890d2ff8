namespace SsnGen.Training;

/// <summary>
/// The radius of <see cref="SparsestMax"/> in the course of training: linear in the step, from 0 to 1 over all steps as
/// published (Shao et al., CVPR 2019), so that every layer is one-hot once √((K − 1)/K) of the steps are done
/// (82% for K = 3).
/// </summary>
public sealed record RadiusSchedule
{
    // Where a resumed training takes over: until there the radius is the one it was resumed with.
    private readonly long _firstStep;

    /// <summary>Creates a schedule.</summary>
    /// <param name="steps">Steps of the whole training; at least 1.</param>
    /// <param name="start">The radius at step 0; from 0 to 1.</param>
    /// <param name="end">The radius from step <paramref name="steps"/> on; from <paramref name="start"/> to 1, at which all ratios are one-hot.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public RadiusSchedule(long steps, double start = 0, double end = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (start is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(start), start, "The first radius has to be a number from 0 to 1.");
        if (!(end >= start && end <= 1))
            throw new ArgumentOutOfRangeException(nameof(end), end, "The last radius has to be a number from the first radius to 1: ratios never become less sparse, and at 1 all are one-hot.");
        Steps = steps;
        Start = start;
        End = end;
    }

    private RadiusSchedule(long firstStep, double start, RadiusSchedule of)
        : this(of.Steps, start, of.End) => _firstStep = firstStep;

    /// <summary>Steps of the whole training.</summary>
    public long Steps { get; }

    /// <summary>The radius at step 0, or at the step where a resumed training took over.</summary>
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
        return step >= Steps ? End : step <= _firstStep ? Start : Start + ((End - Start) * ((double)(step - _firstStep) / (Steps - _firstStep)));
    }

    /// <summary>
    /// The rest of a training that is resumed with another schedule than it was begun with: from the radius that was
    /// reached, linear to <see cref="End"/> at <see cref="Steps"/>. Ratios never become less sparse.
    /// </summary>
    /// <param name="step">The step at which the training is resumed.</param>
    /// <param name="radius">The radius that was reached; from 0 to <see cref="End"/>.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, or the radius exceeds <see cref="End"/>.</exception>
    public RadiusSchedule ContinuedFrom(long step, double radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return radius <= End
            ? new RadiusSchedule(step, radius, this)
            : throw new ArgumentOutOfRangeException(
                nameof(radius), radius, $"The radius of the training is {radius} already, and the schedule ends at {End}: ratios never become less sparse. Use a schedule that ends at {radius} or later.");
    }
}
