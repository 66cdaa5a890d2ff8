using SsnGen.TorchSharp.Tests.Models;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>One module on several threads: evaluation may, training may not.</summary>
public sealed class ManyThreadsTests
{
    private const int Threads = 4;
    private const int Rounds = 500;

    /// <summary>Used to end the process, or to give results of another batch.</summary>
    [Fact]
    public void Evaluation_on_many_threads_gives_what_one_gives() => Program.AssertDone(nameof(ManyThreadsTests), TimeSpan.FromMinutes(3));

    [Fact]
    public void A_second_thread_in_a_training_pass_is_refused()
    {
        using var scope = NewDisposeScope();
        var guard = new TrainingGuard("Some.Module");
        using (guard.Enter())
        {
            using (guard.Enter())
            {
            }

            var refused = OnAnotherThread(() => guard.Enter());
            Assert.Contains("Some.Module", Assert.IsType<InvalidOperationException>(refused).Message, StringComparison.Ordinal);
        }

        Assert.Null(OnAnotherThread(() => guard.Enter().Dispose()));
        guard.Enter().Dispose();
    }

    [Fact]
    public void Layers_and_modules_guard_their_training_passes_and_not_evaluation()
    {
        using var module = new SmallNet.Module();
        var norm = module.Norms[0];
        using var x = randn(2, 8, 8, 8);
        using var input = randn(2, 2, 8, 8);
        using (norm.Guard.Enter())
        {
            Assert.Contains("Stem", OnAnotherThread(() => norm.forward(x))!.Message, StringComparison.Ordinal);
            Assert.IsType<InvalidOperationException>(OnAnotherThread(() => module.forward(input)));
            module.eval();
            Assert.Null(OnAnotherThread(() => module.forward(input)));
        }

        module.train();
        Assert.Null(OnAnotherThread(() => module.forward(input)));
    }

    [Fact]
    public void A_backward_pass_belongs_to_its_training_pass()
    {
        using var scope = NewDisposeScope();
        using var module = new SmallNet.Module();
        var loss = module.forward(randn(2, 2, 8, 8)).sum();
        using (module.Norms[0].Guard.Enter())
        {
            Assert.IsType<InvalidOperationException>(OnAnotherThread(() => module.Backward(loss)));
        }
    }

    // Gradient accumulation and siamese networks do so.
    [Fact]
    public void Several_forward_passes_may_come_before_one_backward_pass()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var module = new SmallNet.Module();
        var (a, b) = (randn(2, 2, 8, 8), randn(3, 2, 8, 8));
        module.Backward(module.forward(a).square().sum());
        module.Backward(module.forward(b).square().sum());
        var expected = module.Norms[0].Weight.grad!.clone();
        module.zero_grad();

        module.Backward(module.forward(a).square().sum() + module.forward(b).square().sum());

        Assert.True(expected.allclose(module.Norms[0].Weight.grad!, rtol: 1e-4, atol: 1e-5));
    }

    /// <summary>What <see cref="Evaluation_on_many_threads_gives_what_one_gives"/> runs.</summary>
    internal static void EvaluateOnManyThreads()
    {
        manual_seed(5);
        using var module = new SmallNet.Module();
        module.Radius = 0.3;
        module.eval();
        var inputs = Enumerable.Range(1, 5).Select(static batch => randn(batch, 2, 8, 8)).ToArray();
        var expected = Array.ConvertAll(inputs, input => Evaluate(module, input));
        var failures = new List<string>();
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() => Work(thread))).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        Assert.Empty(failures);

        void Work(int thread)
        {
            try
            {
                for (var round = 0; round < Rounds; round++)
                {
                    var batch = (thread + round) % inputs.Length;
                    if (!Evaluate(module, inputs[batch]).AsSpan().SequenceEqual(expected[batch]))
                    {
                        throw new InvalidDataException($"thread {thread}, round {round}: the result is another");
                    }
                }
            }
            catch (Exception e)
            {
                lock (failures)
                {
                    failures.Add(e.Message);
                }
            }
        }
    }

    private static float[] Evaluate(SmallNet.Module module, Tensor input)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return module.forward(input).data<float>().ToArray();
    }

    private static Exception? OnAnotherThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            using var scope = NewDisposeScope();
            failure = Record.Exception(action);
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "It hangs.");
        return failure;
    }
}
