extern alias runtime;

using runtime::SsnGen.Threading;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Generator.Tests.Names;
using SsnGen.Testing;
using VerifyXunit;
using static VerifyXunit.Verifier;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>Networks of several inputs and outputs: how they are called, and what they refuse.</summary>
public class SeveralEndsTests
{
    private const int Left = 2 * 3 * 3;
    private const int Right = 4 * 3 * 3;
    private const int Head = 5;

    private static readonly ModelPlan _plan = Plan("Ends", threads: false);
    private static readonly CompiledNetwork _network = CompiledNetwork.Create(_plan);

    [Fact]
    public Task Run_takes_and_gives_each_by_name() => Verify(Only(CompiledNetwork.Text(_plan), "public const long WorkspaceBytes", "file static unsafe class EndsLoops"), "cs");

    [Fact]
    public Task A_training_module_takes_and_gives_all_of_them()
    {
        var files = PlannedFiles.WithClass(_plan, Backend.Cpu, trains: true).ToArray();
        var compilation = Compile.OfFiles(files.Append(("Torch.cs", TorchStandIn.Source)));
        Assert.DoesNotContain(Compile.Complaints(compilation.GetDiagnostics()), static d => d.Location.SourceTree!.FilePath != "Torch.cs");
        return Verify(files.Single(static f => f.Path == "Ends.Module.g.cs").Text, "cs");
    }

    [Fact]
    public void All_of_them_agree_with_the_reference() => NetworkAssert.Agrees(_network, _network.Samples(3), tolerance: 1e-5);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 4)]
    public void Rows_that_pooling_leaves_out_are_there_for_others(int kernel, int stride)
    {
        // 13 rows, the last of which no window has; what is pooled is returned too.
        Shape input = new(3, 13, 7), image = new(20, 13, 7), pooled = new(20, ((13 - kernel) / stride) + 1, ((7 - kernel) / stride) + 1);
        var network = CompiledNetwork.Create(TestPlans.Model(
            "Left",
            [input],
            [
                TestPlans.Layer(0, input, image, TestPlans.Conv(1, 1, 0, 1, 1, Bias: true), activation: Activations.Relu),
                TestPlans.Layer(1, image, pooled, new Producer.MaxPool(new Window(kernel, stride, 0))),
            ],
            [1, 2]));
        NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        var network = CompiledNetwork.Create(Plan("Wide", threads: true));
        using var threads = new ThreadTeam(3);
        foreach (var samples in new[] { 1, 2, 5 })
        {
            var input = network.Samples(samples);
            var expected = network.Run(input);
            Assert.All(new WorkerTeam[] { new OneByOneTeam(2), new OneByOneTeam(7), threads }, team => Assert.Equal(expected, network.Run(input, team)));
        }
    }

    [Theory]
    [InlineData(Left + 1, Right, Right, Head, "input", "The input has 19 values; expected a multiple of 18 (2x3x3).")]
    [InlineData(2 * Left, Right, 2 * Right, 2 * Head, "input1", "The input1 has 36 values; expected 72, 36 (4x3x3) for each of 2 samples.")]
    [InlineData(Left, Right, 1, Head, "layer1", "The layer1 has room for 1 values; expected 36, 36 (4x3x3) for each of 1 samples.")]
    [InlineData(Left, Right, Right, 2 * Head, "layer2", "The layer2 has room for 10 values; expected 5, 5 (5) for each of 1 samples.")]
    public void Wrong_lengths_are_refused_by_name(int left, int right, int middle, int head, string argument, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => _network.Run([new float[left], new float[right]], [new float[middle], new float[head]], InlineTeam.Instance));
        Assert.Equal(argument, error.ParamName);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_over_anything_else_are_refused()
    {
        var (left, right) = (new float[Left], new float[Right]);
        var error = Assert.Throws<ArgumentException>("layer1", () => _network.Run([left, right], [right, new float[Head]], InlineTeam.Instance));
        Assert.StartsWith("The layer1 overlaps the input1", error.Message, StringComparison.Ordinal);

        var same = CompiledNetwork.Create(TestPlans.Model(
            "Same",
            [new Shape(1, 2, 2)],
            [TestPlans.Layer(0, new(1, 2, 2), new(1, 2, 2), new Producer.Identity(), activation: Activations.Relu), TestPlans.Layer(1, new(1, 2, 2), new(1, 2, 2), new Producer.Identity())],
            [1, 2]));
        var y = new float[4];
        error = Assert.Throws<ArgumentException>("layer1", () => same.Run([new float[4]], [y, y], InlineTeam.Instance));
        Assert.StartsWith("The layer1 overlaps the layer0", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("team", () => same.Run([new float[4]], [y, new float[4]], null!));
    }

    [Fact]
    public void Runs_allocate_nothing()
    {
        float[][] inputs = [new float[2 * Left], new float[2 * Right]], outputs = [new float[2 * Right], new float[2 * Head]];
        foreach (var team in new WorkerTeam[] { InlineTeam.Instance, new OneByOneTeam(2) })
        {
            Assert.Equal(0, Allocation.Least(() => _network.Run(inputs, outputs, team)));
        }
    }

    [Fact]
    public void Nothing_is_returned_for_no_sample() => Assert.Empty(_network.Run([]));

    // Two inputs that are added to each other; what the sum is goes out, and on.
    private static ModelPlan Plan(string name, bool threads)
    {
        var (side, channels) = threads ? (20, 88) : (3, 4);
        Shape left = new(2, side, side), right = new(channels, side, side), head = new(5, 1, 1);
        var sum = TestPlans.Layer(1, right, right, TestPlans.Conv(3, 1, 1, 1, 1, Bias: true), TestPlans.Selected(Normalizer.Batch, Normalizer.Batch), Activations.Relu, 1) with { Value = 3, Sources = new([2]) };
        return TestPlans.Model(
            name,
            [left, right],
            [
                TestPlans.Layer(0, left, right, TestPlans.Conv(1, 1, 0, 1, 1, Bias: true)) with { Value = 2 },
                sum,
                TestPlans.Layer(2, right, head, TestPlans.Linear(Bias: false)) with { Value = 4, Sources = new([3]) },
            ],
            [3, 4]);
    }

    private static string Only(string text, string from, string to)
    {
        var (start, end) = (text.IndexOf(from, StringComparison.Ordinal), text.IndexOf(to, StringComparison.Ordinal));
        return text[start..end];
    }
}
