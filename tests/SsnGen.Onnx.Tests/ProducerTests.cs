using SsnGen.Networks;

namespace SsnGen.Onnx.Tests;

public sealed class ProducerTests
{
    public static TheoryData<string> Producers { get; } =
        [.. typeof(Producer).GetNestedTypes().Where(static t => t.IsSubclassOf(typeof(Producer)) && !t.IsAbstract).Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Producers))]
    public void Each_producer_can_be_exported(string name)
    {
        var constructor = typeof(Producer).GetNestedType(name)!.GetConstructors()[0];
        var producer = (Producer)constructor.Invoke([.. constructor.GetParameters().Select(static p => p.ParameterType == typeof(bool) ? true : p.ParameterType == typeof(Window) ? new Window(kernel: 2, stride: 2) : (object)2)]);
        var layer = OnnxLayers.Of("A", producer, new Shape(4, 6, 6), new Shape(4, 6, 6));
        Assert.NotEmpty(OnnxLayers.Export([layer], NetworkWeights.Random([layer], seed: 1)));
    }
}
