using System.Globalization;
using SsnGen.Benchmarks.Models;
using SsnGen.Buffers;
using SsnGen.Threading;
using SsnGen.TorchSharp;
using SsnGen.Training;
using TorchSharp;

namespace SsnGen.Benchmarks.Compare;

/// <summary>
/// Fused SSN training kernels against a copy of the same tensor, SSN in tensor operations, batch_norm and group_norm(1),
/// each with ReLU. Ours runs on libtorch's own threads, so that neither side's waiting threads disturb the other.
/// The limit is the traffic that cannot be avoided: forward a read and a copy, backward three reads and a copy.
/// </summary>
internal static class NormSuite
{
    private static readonly (SsnKernel Kernel, int Samples, int Size)[] Cases =
    [
        (Norm64x56.Kernels.Norm, 32, 56),
        (Norm256x56.Kernels.Norm, 32, 56),
        (Norm512x28.Kernels.Norm, 32, 28),
        (Norm2048x7.Kernels.Norm, 8, 7),
        (Norm16x32.Kernels.Norm, 128, 32),
        (Norm64x112.Kernels.Norm, 1, 112),
    ];

    // Values of 25 MB: what no cache holds.
    private const int LargeTensor = 25_000_000 / sizeof(float);

    public static void Run(CompareOptions options, Report report)
    {
        foreach (var threads in options.Threads)
        {
            torch.set_num_threads(threads);
            foreach (var (kernel, samples, size) in Cases)
            {
                // The largest tensor says nothing that the next one does not, and takes a fifth of the time.
                var length = (long)samples * kernel.Channels * size * size;
                if (!options.Quick || length < 20_000_000)
                {
                    Run(kernel, samples, size, threads, (options.Quick, length > 10_000_000) switch { (false, _) => 21, (true, false) => 7, (true, true) => 3 }, report);
                }
            }

            CollapsedNorms.Run(threads, options.Quick, report);
        }
    }

    private static void Run(SsnKernel kernel, int samples, int size, int threads, int rounds, Report report)
    {
        using var peers = new TorchNorms(samples, kernel.Channels, size, size);
        using var ours = new OurNorm(kernel, samples, OpenMpTeam.Shared);
        var length = samples * kernel.Channels * size * size;
        using var copies = new Copies(length, OpenMpTeam.Shared);
        var name = string.Create(CultureInfo.InvariantCulture, $"{samples}x{kernel.Channels}x{size}x{size}");

        var forward = Interleaved.Medians(
            rounds,
            ours.Forward,
            peers.Copy,
            copies.Cached,
            copies.PastCaches,
            copies.Read,
            TorchNorms.Forward(peers.Ssn),
            TorchNorms.Forward(peers.BatchNorm),
            TorchNorms.Forward(peers.GroupNorm));
        var copy = forward[1..4].Min();
        var forwardFloor = copy + forward[4];
        Row("forward", forward[0], "best copy", copy, forwardFloor / forward[0], ForwardTarget(samples, kernel.Channels, length));
        Row("forward", forward[0], "ssn in torch operations", forward[5]);
        Row("forward", forward[0], "batch_norm+relu", forward[6]);
        Row("forward", forward[0], "group_norm(1)+relu", forward[7]);

        var backward = Interleaved.Medians(rounds, ours.Backward, peers.Copy, copies.Cached, copies.PastCaches, copies.Read);
        copy = backward[1..4].Min();
        var backwardFloor = copy + (3 * backward[4]);
        Row("backward", backward[0], "best copy", copy, backwardFloor / backward[0], length >= LargeTensor ? Target.AtMost(3) : null);

        var both = Interleaved.Medians(
            rounds,
            ours.ForwardBackward,
            peers.ForwardBackward(peers.Ssn),
            peers.ForwardBackward(peers.BatchNorm),
            peers.ForwardBackward(peers.GroupNorm));
        var limit = (forwardFloor + backwardFloor) / both[0];
        Row("forward+backward", both[0], "ssn in torch operations", both[1], limit, Target.AtMost(0.1));
        Row("forward+backward", both[0], "batch_norm+relu", both[2], limit, Target.AtMost(0.5));
        Row("forward+backward", both[0], "group_norm(1)+relu", both[3], limit, Target.AtMost(0.8));

        void Row(string pass, double milliseconds, string reference, double referenceMs, double fraction = double.NaN, Target? target = null) =>
            report.Row("norm", $"{name} {pass}", threads, milliseconds, reference, referenceMs, fraction, target);
    }

    private static Target? ForwardTarget(int samples, int channels, int length) => (samples, channels) switch
    {
        (8, 2048) => Target.AtMost(4),
        (128, 16) => Target.AtMost(2.5),
        _ => length >= LargeTensor ? Target.AtMost(1.75) : null,
    };

    /// <summary>One kernel with everything it works on.</summary>
    internal sealed class OurNorm : IDisposable
    {
        private static readonly double[] Ratios = [0.3, 0.3, 0.4];

        private readonly SsnKernel _kernel;
        private readonly WorkerTeam _team;
        private readonly SsnWorkspace _workspace = new();

        // Aligned, as tensors of libtorch are.
        private readonly NativeBuffer<float> _input;
        private readonly NativeBuffer<float> _output;
        private readonly NativeBuffer<float> _upstream;
        private readonly NativeBuffer<float> _inputGradient;
        private readonly float[] _gamma;
        private readonly float[] _beta;
        private readonly float[] _gammaGradient;
        private readonly float[] _betaGradient;
        private readonly double[] _meanRatioGradient = new double[Ratios.Length];
        private readonly double[] _varianceRatioGradient = new double[Ratios.Length];
        private readonly float[] _runningMean;
        private readonly float[] _runningVariance;

        public OurNorm(SsnKernel kernel, int samples, WorkerTeam team)
        {
            _kernel = kernel;
            _team = team;
            var length = samples * kernel.Channels * kernel.SlabSize;
            var random = new Random(1);
            _input = new NativeBuffer<float>(length);
            _upstream = new NativeBuffer<float>(length);
            _output = new NativeBuffer<float>(length, zeroed: true);
            _inputGradient = new NativeBuffer<float>(length, zeroed: true);
            for (var i = 0; i < length; i++)
            {
                _input.Span[i] = (random.NextSingle() * 2) - 0.7f;
                _upstream.Span[i] = random.NextSingle() - 0.5f;
            }

            _gamma = [.. Enumerable.Repeat(1f, kernel.Channels)];
            _beta = [.. Enumerable.Repeat(0.1f, kernel.Channels)];
            _gammaGradient = new float[kernel.Channels];
            _betaGradient = new float[kernel.Channels];
            _runningMean = new float[kernel.Channels];
            _runningVariance = [.. _gamma];
        }

        private SsnParameters Parameters => new()
        {
            Gamma = _gamma,
            Beta = _beta,
            MeanRatios = Ratios,
            VarianceRatios = Ratios,
            RunningMean = _runningMean,
            RunningVariance = _runningVariance,
            Momentum = 0.1f,
        };

        public void Forward() => _kernel.Forward(_input.Span, default, _output.Span, Parameters, _workspace, _team);

        public void Backward()
        {
            var gradients = new SsnGradients
            {
                Gamma = _gammaGradient,
                Beta = _betaGradient,
                MeanRatios = _meanRatioGradient,
                VarianceRatios = _varianceRatioGradient,
            };
            _kernel.Backward(_input.Span, default, _upstream.Span, _inputGradient.Span, default, Parameters, gradients, _workspace, _team);
        }

        public void ForwardBackward()
        {
            Forward();
            Backward();
        }

        public void Dispose()
        {
            _workspace.Dispose();
            _input.Dispose();
            _output.Dispose();
            _upstream.Dispose();
            _inputGradient.Dispose();
        }
    }
}
