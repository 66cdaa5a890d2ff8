extern alias runtime;

using System.Reflection;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Emission.Gpu.Network.Producers;
using SsnGen.Generator.Emission.Inference.Producers;
using SsnGen.Generator.Emission.Torch.Producers;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Facets;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Rewrites;
using SsnGen.Generator.Tests.Harness;
using Runtime = runtime::SsnGen;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>Whether each producer and each activation is known wherever one has to be.</summary>
public class OperatorTests
{
    private static readonly Shape _input = new(16, 8, 8);

    public static TheoryData<string> Producers { get; } = [.. Concrete(typeof(Producer)).Select(static t => t.Name)];

    public static TheoryData<string> ProducerAttributes { get; } = [.. Concrete(typeof(ProducerAttribute)).Select(static t => t.Name)];

    public static TheoryData<string> ActivationAttributes { get; } = [.. Concrete(typeof(ActivationAttribute)).Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Producers))]
    public void Each_producer_has_every_backend(string name)
    {
        var type = Concrete(typeof(Producer)).Single(t => t.Name == name);
        var layer = TestPlans.Layer(0, _input, _input, Of(type));
        var source = new TensorPlan(_input, Border: default, InferencePlan.Block, Offset: 0);
        var isConvolution = ConvolutionPlanner.Plan(layer, source, finishes: true) is not null || TransposeSplitting.Split(TestPlans.Model("Net", _input, layer)).Layers.Length == 2;
        Assert.Equal(isConvolution, layer.Producer.IsWeightedSum);
        Assert.Equal(isConvolution, layer.Producer.Weights(_input) is { AreSlopes: false });
        Assert.Equal(!isConvolution, ProducerCpu.Has(type));
        Assert.Equal(!isConvolution && type != typeof(Producer.Identity), ProducerGpu.Has(type));
        Assert.Equal(type != typeof(Producer.Identity), ProducerTorch.Has(type));
    }

    [Theory]
    [MemberData(nameof(Producers))]
    public void Each_producer_is_known_to_the_runtime_by_the_same_code(string name)
    {
        var type = Concrete(typeof(Producer)).Single(t => t.Name == name);
        var own = Of(type);
        var layers = TestPlans.Layers(TestPlans.Model("Net", _input, TestPlans.Layer(0, _input, _input, own)));
        Assert.Equal(own.Words, layers[0].Producer.Words);
    }

    [Theory]
    [MemberData(nameof(ProducerAttributes))]
    public void Each_attribute_of_a_producer_is_read(string name) =>
        Assert.NotNull(ProducerReader.For(new ProducerFacet(name, default, Place.Of((Microsoft.CodeAnalysis.Location?)null))));

    [Theory]
    [MemberData(nameof(ActivationAttributes))]
    public void Each_attribute_of_an_activation_is_read(string name)
    {
        var activation = ActivationReader.Read(new ActivationFacet(name, default, Place.Of((Microsoft.CodeAnalysis.Location?)null)));
        Assert.Equal(name, activation.GetType().Name + nameof(Attribute));
        Assert.Contains(activation, Activations.All);
    }

    public static TheoryData<string> Steps { get; } = [.. Concrete(typeof(TailStep)).Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Each_step_of_a_tail_has_every_backend(string name)
    {
        var constructor = Concrete(typeof(TailStep)).Single(t => t.Name == name).GetConstructors(BindingFlags.Public | BindingFlags.Instance).First();
        var step = (TailStep)constructor.Invoke([constructor.GetParameters()[0].ParameterType == typeof(int) ? 0 : Activations.Relu]);
        var plan = TestPlans.Model("Net", _input, TestPlans.Layer(0, _input, _input, new Producer.MaxPool(new Window(1, 1, 0))) with { Tail = TestPlans.Tail([step]) });
        Assert.Contains("GpuNetwork", PlannedFiles.Of(plan, Backend.Both, trains: true).Keys);

        // What is never missed by those that have nothing but the description.
        var (layers, weights) = (TestPlans.Layers(plan), Runtime.Networks.NetworkWeights.Random(TestPlans.Layers(plan), seed: 1));
        Assert.Equal(name, Assert.Single(layers[0].Tail).GetType().Name);
        var input = Enumerable.Range(0, _input.Length).Select(static i => i - 100f).ToArray();
        Assert.NotEqual(input, Runtime.Networks.ReferenceEvaluation.Run(new(layers), weights, input).Select(static v => (float)v));
        using var model = new MemoryStream();
        SsnGen.Onnx.OnnxExport.Write(model, new(layers), weights);
        Assert.NotEqual(0, model.Length);
    }

    private static IEnumerable<Type> Concrete(Type of) => of.Assembly.GetTypes().Where(t => t.IsSubclassOf(of) && !t.IsAbstract);

    // A producer that reads the input: all of its numbers are 1.
    private static Producer Of(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).First();
        return (Producer)constructor.Invoke([.. constructor.GetParameters().Select(static p => p.ParameterType == typeof(bool) ? true : p.ParameterType == typeof(Window) ? new Window(kernel: 1) : (object)1)]);
    }
}
