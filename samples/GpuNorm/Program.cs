using System.Globalization;
using GpuNorm;
using ILGPU.Runtime;
using SsnGen.Gpu;
using SsnGen.Threading;
using SsnGen.Training;

// Trains one SSN layer on the first device that works (CUDA, OpenCL, a simulation on the CPU) to imitate a layer whose
// normalizers are selected; then compares its last pass with the same one by the kernels for the CPU.
const int Steps = 60;
const float LearningRate = 0.2f;
const double Tolerance = 4e-5;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var context = GpuContext.Create();
Console.WriteLine($"device: {context.DeviceName}{(context.IsSimulated ? ": no graphics processor was found" : "")}");

var task = new Imitation(seed: 1);
using var training = new Training(context.Accelerator, task);
training.Pass();
var before = Loss(training.Output);
training.Run(Steps, LearningRate);
training.Pass();
var selection = training.Norm.Selection;
Console.WriteLine($"trained: loss {before:F4} -> {Loss(training.Output):F4}, selected {selection?.Mean} and {selection?.Variance} (the teacher's: {Imitation.Teacher.Mean} and {Imitation.Teacher.Variance})");

var difference = DifferenceFromCpu();
var agrees = difference <= Tolerance;
Console.WriteLine($"checked: output and input gradient {(agrees ? "agree with" : "DIFFER from")} the kernels for the CPU, largest difference {difference:E1}");
return agrees && selection is not null ? 0 : 1;

double Loss(float[] output) => output.Zip(task.Target, static (y, t) => 0.5 * (y - t) * (y - t)).Sum() / Imitation.ChannelValues;

double DifferenceFromCpu()
{
    var kernel = NormNet.Kernels.Norm;
    var (output, gradient) = (new float[task.Input.Length], new float[task.Input.Length]);
    using var workspace = new SsnWorkspace();
    var parameters = new SsnParameters
    {
        Gamma = training.Norm.Weight.GetAsArray(),
        Beta = training.Norm.Bias.GetAsArray(),
        MeanRatios = training.Norm.MeanRatios.GetAsArray(),
        VarianceRatios = training.Norm.VarianceRatios.GetAsArray(),
        RunningMean = training.Norm.RunningMean.GetAsArray(),
        RunningVariance = training.Norm.RunningVar.GetAsArray(),
    };
    kernel.Forward(task.Input, default, output, parameters, workspace, InlineTeam.Instance);
    var gradients = new SsnGradients { Gamma = new float[kernel.Channels], Beta = new float[kernel.Channels] };
    kernel.Backward(task.Input, default, training.Upstream, gradient, default, parameters, gradients, workspace, InlineTeam.Instance);
    return Math.Max(Largest(output, training.Output), Largest(gradient, training.InputGradient));
}

static double Largest(float[] expected, float[] actual) =>
    expected.Zip(actual, static (e, a) => (double)Math.Abs(e - a)).Max() / (1 + expected.Select(Math.Abs).Max());
