extern alias runtime;

using CsCheck;
using runtime::SsnGen.Threading;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>Emitted networks against the reference in double precision.</summary>
public class CollapsedNetworkTests
{
    private static readonly int[] _sizes = [7, 14];
    private static readonly Normalizer[] _normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Random_networks_agree_with_the_reference_at_every_vector_width(int bits) =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var random = new RandomPlans(seed);
            var plans = Enumerable.Range(0, 8).Select(i => random.Next($"Net{i}")).ToArray();
            foreach (var network in CompiledNetwork.Create(plans, seed, radius: seed % 100 / 100.0, bits))
            {
                NetworkAssert.Agrees(network, network.Samples(2, seed), tolerance: 5e-5);
            }
        }, iter: 2, threads: 1);

    [Fact]
    public void Every_pair_of_normalizers_agrees_with_the_reference()
    {
        var input = new Shape(20, 9, 7);
        var output = new Shape(36, 9, 7);
        var plans =
            from mean in _normalizers
            from variance in _normalizers
            let normalization = TestPlans.Selected(mean, variance, groups: 6)
            select TestPlans.Model(
                $"{mean}{variance}",
                input,
                TestPlans.Layer(0, input, output, TestPlans.Conv(3, 1, 1, 1, 1, Bias: true), normalization, Activations.Silu),
                TestPlans.Layer(1, output, output, TestPlans.Conv(3, 1, 1, 1, 1, Bias: false), normalization, Activations.Relu, 1),
                TestPlans.Layer(2, output, output, new Producer.AveragePool(new Window(3, 1, 1)), normalization));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
        }
    }

    // Taps so far apart that most see nothing are skipped; single channels are convolved by themselves and may not be.
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Widely_dilated_convolutions_agree_with_the_reference(int bits)
    {
        (int Inputs, int Outputs, int Kernel, int Stride, int Dilation)[] sizes = [(1, 1, 3, 1, 4), (1, 20, 3, 1, 4), (3, 40, 3, 1, 5), (20, 33, 3, 1, 4), (32, 1, 5, 1, 3), (20, 48, 3, 2, 4), (17, 16, 3, 1, 30)];
        var plans =
            from size in sizes
            from width in _sizes
            let input = new Shape(size.Inputs, 9, width)
            let output = new Shape(size.Outputs, (8 / size.Stride) + 1, ((width - 1) / size.Stride) + 1)
            let conv = TestPlans.Conv(size.Kernel, size.Stride, size.Dilation * (size.Kernel - 1) / 2, size.Dilation, 1, Bias: true)
            select TestPlans.Model(FormattableString.Invariant($"Net{size.Inputs}_{size.Outputs}_{size.Stride}_{size.Dilation}_{width}"), input, TestPlans.Layer(0, input, output, conv, activation: Activations.Silu));
        foreach (var network in CompiledNetwork.Create([.. plans], seed: 1, radius: 0, bits))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
            Assert.Equal(network.Plan.Inputs[0].Shape.Channels > 1, InferencePlanner.Plan(network.Plan).Steps[0].Convolution!.SkipsPadding);
        }
    }

    // Pixels of every second or fourth row and column are each a convolution by Winograd's filtering.
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Dilated_convolutions_by_Winograd_agree_with_the_reference(int bits)
    {
        (int Height, int Width, int Dilation, int Padding)[] sizes = [(16, 16, 2, 2), (24, 12, 3, 3), (32, 32, 4, 4), (16, 8, 2, 0), (12, 16, 2, 3), (30, 32, 2, 2), (6, 6, 3, 3)];
        var plans =
            from size in sizes
            from adds in Enumerable.Range(0, 2)
            let input = new Shape(32, size.Height + (2 * (size.Dilation - size.Padding)), size.Width + (2 * (size.Dilation - size.Padding)))
            let output = new Shape(48, size.Height, size.Width)
            let conv = TestPlans.Conv(3, 1, size.Padding, size.Dilation, 1, Bias: true)
            let first = TestPlans.Layer(0, input, output, conv, activation: Activations.Relu)
            let second = TestPlans.Layer(1, output, output, TestPlans.Conv(3, 1, size.Dilation, size.Dilation, 1, Bias: false), TestPlans.Selected(Normalizer.Batch, Normalizer.Batch), Activations.Relu, [.. Enumerable.Repeat(1, adds)])
            select TestPlans.Model(FormattableString.Invariant($"Net{size.Height}_{size.Width}_{size.Dilation}_{size.Padding}_{adds}"), input, first, second);
        foreach (var network in CompiledNetwork.Create([.. plans], seed: 1, radius: 0, bits))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 2e-5);
            Assert.Equal(network.Plan.Layers[0].Output.Height % 4 == 0 || network.Plan.Layers[0].Output.Height == 24, InferencePlanner.Plan(network.Plan).Steps[0].Convolution!.Winograd is not null);
        }
    }

    // Frames are each filtered by themselves, those that a kernel sees as if they were more channels, of which some may be missing.
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Convolutions_of_clips_by_Winograd_agree_with_the_reference(int bits)
    {
        (int Depth, int Height, int Width, WindowAxis Frames)[] sizes =
        [
            (4, 8, 8, new(1)), (5, 7, 9, new(3, 1, 1, 1)), (6, 28, 6, new(3, 2, 1, 1)), (7, 14, 14, new(2, 1, 0, 1, Dilation: 3)), (1, 8, 8, new(3, 1, 1, 1)), (2, 6, 6, new(3, 1, 2, 4)),
        ];
        var plans =
            from size in sizes
            from adds in Enumerable.Range(0, 2)
            let input = new Shape(20, size.Depth, size.Height, size.Width)
            let window = new Window(size.Frames, new WindowAxis(3, 1, 1, 1), new WindowAxis(3, 1, 1, 1))
            let output = window.Infer(input, 48, [])
            let first = TestPlans.Layer(0, input, output, new Producer.Conv(48, window, 1, Bias: true), activation: Activations.Relu)
            let same = Window.Of([.. Enumerable.Repeat(new WindowAxis(3, 1, 1, 1), 3)])
            let second = TestPlans.Layer(1, output, output, new Producer.Conv(48, same, 1, Bias: false), TestPlans.Selected(Normalizer.Instance, Normalizer.Layer), Activations.Relu, [.. Enumerable.Repeat(1, adds)])
            select TestPlans.Model(FormattableString.Invariant($"Net{size.Depth}_{size.Height}_{size.Width}_{size.Frames.Kernel}_{size.Frames.After}_{adds}"), input, first, second);
        foreach (var network in CompiledNetwork.Create([.. plans], seed: 1, radius: 0, bits))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 2e-5);
            Assert.All(InferencePlanner.Plan(network.Plan).Steps, static s => Assert.NotNull(s.Convolution!.Winograd));
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Grouped_convolutions_agree_with_the_reference(int bits)
    {
        (int Inputs, int Outputs, int Groups, int Stride)[] sizes = [(40, 40, 40, 1), (40, 40, 40, 2), (40, 80, 40, 2), (48, 96, 3, 1), (96, 96, 6, 2), (5, 5, 5, 1), (24, 36, 12, 1)];
        var plans =
            from size in sizes
            let stride = size.Stride
            let input = new Shape(size.Inputs, 9, 17)
            let output = new Shape(size.Outputs, stride == 1 ? 9 : 5, stride == 1 ? 17 : 9)
            let conv = TestPlans.Conv(Kernel: 3, stride, Padding: 3 - stride, Dilation: 3 - stride, size.Groups, Bias: true)
            select TestPlans.Model(
                $"Net{size.Inputs}_{size.Outputs}_{size.Groups}_{stride}",
                input,
                TestPlans.Layer(0, input, input, new Producer.Identity()),
                TestPlans.Layer(1, input, output, conv, TestPlans.Selected(Normalizer.Batch, Normalizer.Batch), Activations.Relu));
        foreach (var network in CompiledNetwork.Create([.. plans], bits: bits))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 4e-6);
        }
    }

    [Fact]
    public void Every_kind_of_tile_agrees_with_the_reference()
    {
        Producer.Conv Conv(int kernel, int stride, int dilation = 1, int groups = 1) =>
            TestPlans.Conv(kernel, stride, kernel / 2 * dilation, dilation, groups, Bias: true);
        (int Inputs, int Outputs, Producer.Conv Conv)[] convolutions =
        [
            (3, 64, Conv(7, 2)), (1, 16, Conv(3, 1)), (3, 40, Conv(5, 1)), (32, 64, Conv(1, 1)), (64, 16, Conv(1, 2)), (16, 96, Conv(3, 2)),
            (48, 48, Conv(3, 1)), (32, 32, Conv(3, 1, dilation: 2)), (32, 32, Conv(3, 1, groups: 32)), (64, 64, Conv(3, 2, groups: 4)),
        ];
        var activations = Activations.All;
        var plans =
            from size in _sizes
            from number in Enumerable.Range(0, convolutions.Length)
            let c = convolutions[number]

            // Each tile with some of the functions, and each function with many of the tiles.
            let activation = activations[(number + size) % activations.Length]
            let input = new Shape(c.Inputs, size, size + 1)
            let output = new Shape(c.Outputs, ((size - 1) / c.Conv.Window.Rows.Stride) + 1, (size / c.Conv.Window.Rows.Stride) + 1)
            select TestPlans.Model(
                $"Net{size}{activation?.Name}{c.Inputs}{c.Conv.Window.Rows.Kernel}{c.Conv.Window.Rows.Stride}{c.Conv.Window.Rows.Dilation}{c.Conv.Groups}",
                input,
                TestPlans.Layer(0, input, output, c.Conv, TestPlans.Selected(Normalizer.Batch, Normalizer.Batch), activation),
                TestPlans.Layer(1, output, output, Conv(1, 1), TestPlans.Selected(Normalizer.Batch, Normalizer.Batch), activation, 1),
                TestPlans.Layer(2, output, new Shape(21, 1, 1), TestPlans.Linear(Bias: true)));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            NetworkAssert.Agrees(network, network.Samples(1), tolerance: 1e-5);
        }
    }

    // A production of one job, whose loop is over nothing that its other loops are over, clears borders too.
    [Fact]
    public void Every_producer_of_one_pixel_that_is_convolved_agrees_with_the_reference()
    {
        Producer[] producers =
        [
            new Producer.Softmax(), new Producer.PRelu(PerChannel: true), new Producer.ChannelShuffle(2), new Producer.Identity(), new Producer.GlobalAveragePool(), new Producer.AdaptiveAveragePool(1, 1),
            new Producer.MaxPool(new Window(1, 1, 0)), new Producer.AveragePool(new Window(3, 1, 1)), new Producer.ResizeNearest(1, 1), new Producer.ResizeBilinear(1, 1, AlignsCorners: true),
            TestPlans.Linear(Bias: true), TestPlans.Conv(1, 1, 0, 1, 1, Bias: true), TestPlans.Conv(3, 1, 1, 1, 2, Bias: true), new Producer.ConvTranspose(0, new Window(1, 1, 0), 0, Bias: true),
        ];
        int[] channels = [6, 16, 20, 48];
        var plans =
            from count in channels
            from number in Enumerable.Range(0, producers.Length)
            from isPlain in (bool[])[true, false]
            let pixel = new Shape(count, 1, 1)
            let normalization = isPlain ? null : TestPlans.Selected(Normalizer.Layer, Normalizer.Layer)
            select TestPlans.Model(
                FormattableString.Invariant($"Net{count}_{number}{(isPlain ? "_Plain" : "")}"),
                pixel,
                TestPlans.Layer(0, pixel, pixel, new Producer.Identity(), activation: Activations.Relu),
                TestPlans.Layer(1, pixel, pixel, producers[number], normalization, isPlain ? null : Activations.Silu, isPlain ? [] : [1]),
                TestPlans.Layer(2, pixel, new Shape(count, 3, 3), new Producer.Conv(count, Window.Of([new WindowAxis(1, 1, 0, 2), new WindowAxis(1, 1, 0, 2)]), 1, Bias: true)));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
        }
    }

    [Fact]
    public void Pooling_that_runs_with_its_producer_agrees_with_the_reference()
    {
        var input = new Shape(3, 21, 17);
        (Producer Pool, Shape Output)[] pools =
        [
            (new Producer.MaxPool(new Window(3, 2, 1)), new Shape(40, 11, 9)), (new Producer.AveragePool(new Window(2, 2, 0)), new Shape(40, 10, 8)),
            (new Producer.MaxPool(new Window(2, 3, 0)), new Shape(40, 7, 6)), (new Producer.AveragePool(new Window(3, 1, 1)), new Shape(40, 21, 17)),
        ];
        var output = new Shape(40, 21, 17);
        var conv = TestPlans.Conv(Kernel: 5, Stride: 1, Padding: 2, Dilation: 1, Groups: 1, Bias: true);
        var plans = pools.Select((pool, i) => TestPlans.Model(
            $"Pooled{i}",
            input,
            TestPlans.Layer(0, input, output, conv, TestPlans.Selected(Normalizer.Batch, Normalizer.Batch), Activations.Relu),
            TestPlans.Layer(1, output, pool.Output, pool.Pool)));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            var plan = InferencePlanner.Plan(network.Plan);
            Assert.Equal(1, plan.Steps[0].Pooling);
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
            Assert.Equal(network.Run(network.Samples(1)), network.Run(network.Samples(1), new OneByOneTeam(3)));
        }
    }

    [Fact]
    public void Moments_keep_the_numeric_contract_for_large_means()
    {
        Shape[] shapes = [new(33, 7, 7), new(3, 1, 1023), new(2, 1, 4099), new(17, 5, 128), new(1, 3, 1)];
        var plans =
            from shape in shapes
            from normalizer in _normalizers
            where normalizer != Normalizer.Batch
            select TestPlans.Model($"{normalizer}{shape.Channels}", shape, NormalizationBehindNothing(shape, normalizer));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            // The reference runs on the same rounded inputs, of mean 1e4 and standard deviation 1.
            var input = network.Samples(2).Select(static v => 1e4f + (v * 0.866f)).ToArray();
            NetworkAssert.Agrees(network, input, tolerance: 4e-6);
        }
    }

    [Fact]
    public void Values_of_any_size_stay_finite()
    {
        var shape = new Shape(18, 6, 6);
        var plans = _normalizers.Select(n => TestPlans.Model(n.ToString(), shape, NormalizationBehindNothing(shape, n)));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            foreach (var scale in new[] { 1e30f, 1e-42f, 0f, -0f })
            {
                Assert.All(network.Run([.. network.Samples(1).Select(v => v * scale)]), static v => Assert.True(float.IsFinite(v)));
            }
        }
    }

    [Fact]
    public void A_batch_gives_what_its_samples_give_alone()
    {
        var network = CompiledNetwork.Create(TestPlans.Residual("Net", channels: 20, size: 9));
        var input = network.Samples(5);
        var alone = input.Chunk(network.Plan.InputLengths()[0]).SelectMany(sample => network.Run(sample)).ToArray();
        foreach (var count in new[] { 0, 1, 2, 5 })
        {
            var values = input[..(count * network.Plan.InputLengths()[0])];
            Assert.Equal(alone[..(count * 10)], network.Run(values));
            Assert.Equal(alone[..(count * 10)], network.Run(values, new OneByOneTeam(3)));
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        var plan = TestPlans.Residual("Net", channels: 88, size: 20);
        Assert.Equal(
            [PhaseKind.Produce, PhaseKind.Normalize, PhaseKind.Produce, PhaseKind.Moments, PhaseKind.Normalize],
            InferencePlanner.Plan(plan).Phases.Select(static p => p.Kind));
        var network = CompiledNetwork.Create(plan);
        using var threads = new ThreadTeam(3);
        WorkerTeam[] teams = [new OneByOneTeam(2), new OneByOneTeam(7), new OneByOneTeam(64), threads];
        foreach (var samples in new[] { 1, 2, 5 })
        {
            var input = network.Samples(samples);
            var expected = network.Run(input);
            Assert.All(teams, team => Assert.Equal(expected, network.Run(input, team)));
        }
    }

    [Fact]
    public void Concurrent_runs_do_not_disturb_each_other()
    {
        var network = CompiledNetwork.Create(TestPlans.Residual("Net", channels: 48));
        using var team = new ThreadTeam(2);
        var inputs = Enumerable.Range(0, 16).Select(i => network.Samples(1 + (i % 3), seed: i)).ToArray();
        var expected = inputs.Select(input => network.Run(input)).ToArray();
        Parallel.For(0, 200, i => Assert.Equal(expected[i % 16], network.Run(inputs[i % 16], i % 2 == 0 ? team : null)));
    }

    [Fact]
    public void NaN_in_one_sample_stays_there()
    {
        var network = CompiledNetwork.Create(TestPlans.Residual("Net", channels: 20, size: 9));
        var input = network.Samples(3);
        var expected = network.Run(input);
        input[network.Plan.InputLengths()[0] + 4] = float.NaN;
        var actual = network.Run(input);
        Assert.Equal(expected[..10], actual[..10]);
        Assert.All(actual[10..20], static v => Assert.True(float.IsNaN(v)));
        Assert.Equal(expected[20..], actual[20..]);

        // And it does not haunt the memory that the next run uses.
        Assert.Equal(expected[..10], network.Run(input[..network.Plan.InputLengths()[0]]));
    }

    [Fact]
    public void NaN_passes_every_activation_and_pool()
    {
        var shape = new Shape(18, 4, 4);
        Producer[] producers = [new Producer.Identity(), new Producer.MaxPool(new Window(3, 1, 1)), new Producer.AveragePool(new Window(3, 1, 1)), TestPlans.Conv(3, 1, 1, 1, 18, Bias: true)];
        var plans =
            from producer in producers
            from activation in Activations.All
            let name = producer.GetType().Name + activation?.Name
            select TestPlans.Model(
                name, shape, TestPlans.Layer(0, shape, shape, new Producer.Identity()), TestPlans.Layer(1, shape, shape, producer, activation: activation));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            var input = network.Samples(1);

            // Channel 17, row 1, column 2.
            input[(17 * 16) + 6] = float.NaN;
            var output = network.Run(input);
            Assert.True(float.IsNaN(output[(17 * 16) + 6]), network.Plan.Name);
            Assert.All(output[..(16 * 16)], static v => Assert.True(float.IsFinite(v)));
        }
    }

    // A first layer that does nothing: a normalization alone would run on its training kernel.
    private static LayerPlan[] NormalizationBehindNothing(Shape shape, Normalizer normalizer) =>
    [
        TestPlans.Layer(0, shape, shape, new Producer.Identity()),
        TestPlans.Layer(1, shape, shape, new Producer.Identity(), TestPlans.Selected(normalizer, normalizer)),
    ];
}
