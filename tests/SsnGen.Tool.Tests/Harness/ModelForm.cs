using SsnGen.Testing;
using Xunit.Abstractions;

namespace SsnGen.Tool.Tests.Harness;

/// <summary>A form in which a tool writes something, as a small model.</summary>
/// <param name="OperatorSet">The version of its operators.</param>
/// <param name="Batch">The size of the batch, or null where it is free.</param>
/// <param name="Shape">The dimensions of its input behind the batch.</param>
/// <param name="Write">Adds the nodes, and names what they compute.</param>
/// <param name="Expected">A part of what is to be written of it, or said of it where it is refused.</param>
internal sealed record ModelForm(int OperatorSet, int? Batch, int[] Shape, Func<ModelBuilder, string> Write, string Expected)
{
    /// <summary>The model.</summary>
    public byte[] Model()
    {
        var builder = new ModelBuilder(OperatorSet, Batch, Shape);
        return builder.Returning(Write(builder));
    }

    /// <summary>Asserts that what is imported of it is as expected, and computes what ONNX Runtime does.</summary>
    /// <param name="output">Takes what is written of it.</param>
    /// <param name="samples">The samples, where the batch is free.</param>
    /// <param name="seed">Their seed.</param>
    public void AssertComputesTheSame(ITestOutputHelper output, int samples, int seed)
    {
        var model = ImportedModel.Of(Model());
        output.WriteLine(model.Text);

        Assert.Contains(Expected, model.Text, StringComparison.Ordinal);
        var count = Batch ?? samples;
        var inputs = model.Samples(count, seed);
        var expected = model.ByOnnxRuntime(inputs, count)[0];
        FloatAssert.MaxDifference<float, double>(expected, model.ByReference(inputs)[0], 1e-5 * Math.Max(1, expected.Max(Math.Abs)));
    }
}
