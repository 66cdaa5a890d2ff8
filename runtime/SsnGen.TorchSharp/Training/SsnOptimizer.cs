using System.Globalization;
using SsnGen.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>
/// An optimizer of TorchSharp with what training SSN adds: parameter groups, clipping of the control parameters'
/// gradients and the schedule of the radius.
/// </summary>
/// <example>
/// <code>
/// using var optimizer = SsnOptimizer.Sgd(module, learningRate: 0.1, schedule: new RadiusSchedule(steps));
/// ...
/// optimizer.ZeroGrad();
/// module.Backward(loss);
/// optimizer.Step();
/// </code>
/// </example>
public sealed class SsnOptimizer : IDisposable
{
    /// <summary>The learning rate of control parameters, as a share of the base rate.</summary>
    public const double ControlRate = 0.1;

    /// <summary>The greatest norm of the gradient of all control parameters together; a longer one is scaled down to it.</summary>
    public const double ControlGradientNorm = 1;

    private SsnOptimizer(SsnModule module, ParameterGroups groups, OptimizerHelper inner, RadiusSchedule? schedule)
    {
        Module = module;
        Groups = groups;
        Inner = inner;
        Schedule = schedule;
        ApplySchedule();
    }

    /// <summary>The module that is trained.</summary>
    public SsnModule Module { get; }

    /// <summary>Its parameters; TorchSharp's groups are in this order.</summary>
    public ParameterGroups Groups { get; }

    /// <summary>TorchSharp's optimizer, for example for its learning-rate schedulers.</summary>
    public OptimizerHelper Inner { get; }

    /// <summary>
    /// The schedule of the radius, or null where the caller sets <see cref="SsnModule.Radius"/>. A training that was
    /// resumed at another radius than the schedule has there goes on from that radius (<see cref="RadiusSchedule.ContinuedFrom"/>).
    /// </summary>
    public RadiusSchedule? Schedule { get; private set; }

    /// <summary>How many steps were taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>What the last step was taken with; null before the first one.</summary>
    public StepReport? LastStep { get; private set; }

    /// <summary>The base learning rate; control parameters train at <see cref="ControlRate"/> times it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public double LearningRate
    {
        get => Inner.ParamGroups.First().LearningRate;
        set
        {
            RequireRate(value, nameof(value));
            foreach (var (group, share) in Inner.ParamGroups.Zip([1, 1, ControlRate]))
            {
                group.LearningRate = value * share;
            }
        }
    }

    /// <summary>Stochastic gradient descent with momentum.</summary>
    /// <param name="module">The module.</param>
    /// <param name="learningRate">The base learning rate.</param>
    /// <param name="momentum">The momentum.</param>
    /// <param name="weightDecay">Weight decay of the weights of convolutions and fully connected layers.</param>
    /// <param name="nesterov">Whether the momentum is Nesterov's.</param>
    /// <param name="schedule">The schedule of the radius, or null where the caller sets it.</param>
    /// <param name="affineWeightDecay">Weight decay of γ, β and biases. The published training decays them as it does weights, and control parameters never.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate or decay is negative or not finite.</exception>
    public static SsnOptimizer Sgd(
        SsnModule module,
        double learningRate,
        double momentum = 0.9,
        double weightDecay = 1e-4,
        bool nesterov = false,
        RadiusSchedule? schedule = null,
        double affineWeightDecay = 0)
    {
        RequireRate(learningRate, nameof(learningRate));
        RequireRate(weightDecay, nameof(weightDecay));
        RequireRate(affineWeightDecay, nameof(affineWeightDecay));
        var groups = ParameterGroups.Of(module);
        SGD.ParamGroup Group(IEnumerable<Parameter> parameters, double rate, double decay) =>
            new(parameters, new SGD.Options { LearningRate = rate, weight_decay = decay });
        return new SsnOptimizer(
            module,
            groups,
            optim.SGD(
                [
                    Group(groups.Weights, learningRate, weightDecay),
                    Group(groups.Affine, learningRate, affineWeightDecay),
                    Group(groups.Control, learningRate * ControlRate, 0),
                ],
                learningRate,
                momentum,
                nesterov: nesterov),
            schedule);
    }

    /// <summary>Adam (Kingma and Ba, ICLR 2015).</summary>
    /// <param name="module">The module.</param>
    /// <param name="learningRate">The base learning rate.</param>
    /// <param name="weightDecay">Weight decay of the weights of convolutions and fully connected layers.</param>
    /// <param name="schedule">The schedule of the radius, or null where the caller sets it.</param>
    /// <param name="affineWeightDecay">Weight decay of γ, β and biases.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate or decay is negative or not finite.</exception>
    public static SsnOptimizer Adam(
        SsnModule module,
        double learningRate = 1e-3,
        double weightDecay = 0,
        RadiusSchedule? schedule = null,
        double affineWeightDecay = 0)
    {
        RequireRate(learningRate, nameof(learningRate));
        RequireRate(weightDecay, nameof(weightDecay));
        RequireRate(affineWeightDecay, nameof(affineWeightDecay));
        var groups = ParameterGroups.Of(module);
        Adam.ParamGroup Group(IEnumerable<Parameter> parameters, double rate, double decay) =>
            new(parameters, new Adam.Options { LearningRate = rate, weight_decay = decay });
        return new SsnOptimizer(
            module,
            groups,
            optim.Adam(
                [
                    Group(groups.Weights, learningRate, weightDecay),
                    Group(groups.Affine, learningRate, affineWeightDecay),
                    Group(groups.Control, learningRate * ControlRate, 0),
                ],
                learningRate),
            schedule);
    }

    /// <summary>Removes all gradients.</summary>
    public void ZeroGrad() => Module.zero_grad(set_to_none: true);

    /// <summary>Takes a step, and sets the radius of the next one.</summary>
    /// <remarks>Throws what went wrong in the backward pass, if anything, before it changes a parameter.</remarks>
    public void Step()
    {
        Module.ThrowIfBackwardFailed();
        var report = new StepReport(StepCount + 1, Module.Radius, LearningRate, ClipControlGradients());
        using (Inner.step())
        {
        }

        StepCount++;
        LastStep = report;
        ApplySchedule();
    }

    /// <summary>It in one line, such as <c>step 120 of Digits.DigitsNet, learning rate 0.1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"step {StepCount} of {Module.ModelName}, learning rate {LearningRate}");

    /// <inheritdoc/>
    public void Dispose() => Inner.Dispose();

    /// <summary>Goes on where a checkpoint was saved. Its radius must not exceed the schedule's end.</summary>
    internal void Restore(long step, double radius)
    {
        (StepCount, LastStep) = (step, null);
        if (Schedule is not null && (float)Schedule.At(step) != (float)radius)
        {
            Schedule = Schedule.ContinuedFrom(step, radius);
        }

        Module.Radius = radius;
    }

    private static void RequireRate(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "It has to be a finite number, at least 0.");
        }
    }

    private void ApplySchedule()
    {
        if (Schedule is not null)
        {
            Module.Radius = Schedule.At(StepCount);
        }
    }

    // Returns the norm that they had.
    private double ClipControlGradients()
    {
        using var scope = NewDisposeScope();
        var gradients = Groups.Control.Select(static parameter => parameter.grad).OfType<Tensor>().ToList();
        double squares = 0;
        foreach (var gradient in gradients)
        {
            foreach (var value in TensorMemory.Floats(gradient, nameof(gradient)))
            {
                squares += (double)value * value;
            }
        }

        var norm = Math.Sqrt(squares);
        if (!(norm > ControlGradientNorm))
        {
            return norm;
        }

        var scale = ControlGradientNorm / norm;
        foreach (var gradient in gradients)
        {
            foreach (ref var value in TensorMemory.Floats(gradient, nameof(gradient)))
            {
                value = (float)(value * scale);
            }
        }

        return norm;
    }
}
