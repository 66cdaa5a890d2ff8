extern alias runtime;

using System.Reflection;
using runtime::SsnGen.Files;
using runtime::SsnGen.Networks;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Onnx;
using SsnGen.Testing;
using Weights = System.Collections.Generic.Dictionary<string, (int[] Shape, float[] Values)>;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>What emitted networks check when they are loaded, and what weights may say that training has fixed.</summary>
public class LoadingTests
{
    private static readonly ModelPlan _plan = TestPlans.Residual("Net");
    private static readonly CompiledNetwork _network = CompiledNetwork.Create(_plan);
    private static readonly LoadOptions _loose = new() { Strict = false };

    [Fact]
    public void Weights_of_another_model_are_refused_unless_that_is_waived()
    {
        var file = File(static _ => { }, "Samples.Other", _plan.SelectionHash);
        Assert.Contains("weights of Samples.Other, and Compiled.Networks.Net", Assert.Throws<WeightsException>(() => Load(file)).Message, StringComparison.Ordinal);
        Load(file, _loose);
        Create(file);
        Load(File(static _ => { }, _plan.FullName, _plan.SelectionHash));
    }

    [Theory]
    [InlineData("Layer0.norm.running_var", -1f)]
    [InlineData("Layer0.norm.running_var", float.NaN)]
    [InlineData("Layer0.norm.running_mean", float.NaN)]
    [InlineData("Layer1.conv.weight", float.NaN)]
    [InlineData("Layer2.norm.weight", float.PositiveInfinity)]
    [InlineData("Layer4.linear.bias", float.NaN)]
    public void Values_that_nothing_can_compute_with_are_never_taken(string tensor, float value)
    {
        var file = File(tensors => tensors[tensor].Values[3] = value, _plan.FullName, _plan.SelectionHash);
        foreach (var load in new Action[] { () => Load(file), () => Load(file, _loose), () => Create(file) })
        {
            Assert.Equal(tensor, Assert.Throws<WeightsException>(load).Tensor);
        }
    }

    [Fact]
    public void Tensors_that_the_network_does_not_have_are_refused_unless_that_is_waived()
    {
        var file = File(static tensors => tensors.Add("Layer5.conv.weight", ([1], [1f])), _plan.FullName, _plan.SelectionHash);
        Assert.Contains("unused: 1 that the network does not have (Layer5.conv.weight)", Assert.Throws<WeightsException>(() => Load(file)).Message, StringComparison.Ordinal);
        Assert.Contains("Layer5.conv.weight", Assert.Throws<WeightsException>(() => Create(file)).Message, StringComparison.Ordinal);
        Load(file, _loose);
        Load(file, new LoadOptions { Except = static name => name.StartsWith("Layer5.", StringComparison.Ordinal) });
    }

    [Fact]
    public void What_the_selection_leaves_unused_may_be_absent_and_may_be_there()
    {
        Load(File(static tensors =>
        {
            foreach (var part in (string[])["running_mean", "running_var", "mean_weight", "var_weight"])
            {
                tensors.Remove("Layer2.norm." + part);
            }
        }, _plan.FullName, _plan.SelectionHash));
        Load(File(static tensors => tensors.Add("Layer2.norm.num_batches_tracked", ([1], [1f])), _plan.FullName, _plan.SelectionHash));
    }

    // What is fixed is a tensor: a network compiled without a selection computes what one compiled with it does.
    [Fact]
    public void Fixed_weights_run_alike_collapsed_and_not_and_as_ONNX()
    {
        var pairs = new[] { (Normalizer.Batch, Normalizer.Batch), (Normalizer.Instance, Normalizer.Batch), (Normalizer.Layer, Normalizer.Instance) };
        var (input, image) = (new Shape(3, 9, 9), new Shape(20, 9, 9));
        ModelPlan Plan(string name, bool isSelected) => TestPlans.Model(name, input, [.. pairs.Select((pair, i) => TestPlans.Layer(
            i, i == 0 ? input : image, image, TestPlans.Conv(3, 1, 1, 1, 1, Bias: true), TestPlans.Selected(pair.Item1, pair.Item2, groups: 5) with { Selection = isSelected ? new SelectionPlan(pair.Item1, pair.Item2, "[Selected]") : null }, Activations.Relu))]);
        var networks = CompiledNetwork.Create([Plan("Collapsed", isSelected: true), Plan("Mixture", isSelected: false)]);
        var weights = Fixed(networks[1], pairs);
        var samples = networks[0].Samples(2);
        var expected = ReferenceEvaluation.Run(TestPlans.Graph(networks[0].Plan), weights, samples);
        Assert.Equal(expected, ReferenceEvaluation.Run(TestPlans.Graph(networks[1].Plan), weights, samples));
        foreach (var network in networks)
        {
            FloatAssert.NormWise<double, float>(expected, network.With(weights).Run(samples), tolerance: 2e-5);
            using var model = new MemoryStream();
            OnnxExport.Write(model, TestPlans.Graph(network.Plan), weights);
            FloatAssert.NormWise<double, float>(expected, OnnxRun.Run(model.ToArray(), samples, 2, 3, 9, 9), tolerance: 1e-4);
        }
    }

    private static NetworkWeights Fixed(CompiledNetwork network, (Normalizer Mean, Normalizer Variance)[] pairs)
    {
        var tensors = Tensors(network);
        var writer = new SafetensorsWriter(WeightsMetadata.Create("Any", "0123", radius: 0.3));
        for (var i = 0; i < pairs.Length; i++)
        {
            OneHot(tensors[$"Layer{i}.norm.mean_weight"].Values, pairs[i].Mean);
            OneHot(tensors[$"Layer{i}.norm.var_weight"].Values, pairs[i].Variance);
            writer.Add($"Layer{i}.norm.mean_fixed", SafetensorsType.I64, [1, 0, 0, 0, 0, 0, 0, 0], 1);
            writer.Add($"Layer{i}.norm.var_fixed", SafetensorsType.I64, [1, 0, 0, 0, 0, 0, 0, 0], 1);
            writer.Add($"Layer{i}.norm.radius", [0.3f], 1);
        }

        return NetworkWeights.Load(new MemoryStream(Bytes(writer, tensors)));
    }

    // As a rounded ratio is: close to one-hot, and not fixed by its gate.
    private static void OneHot(float[] control, Normalizer normalizer)
    {
        Array.Fill(control, 0.4f);
        control[(int)normalizer] = 0.5f;
    }

    private static byte[] File(Action<Weights> change, string model, string selection)
    {
        var tensors = Tensors(_network);
        change(tensors);
        return Bytes(new SafetensorsWriter(WeightsMetadata.Create(model, selection, radius: 1)), tensors);
    }

    private static byte[] Bytes(SafetensorsWriter writer, Weights tensors)
    {
        foreach (var (name, (shape, values)) in tensors)
        {
            writer.Add(name, values, shape);
        }

        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }

    private static Weights Tensors(CompiledNetwork network) => NetworkTensors.Of(TestPlans.Layers(network.Plan)).Where(static tensor => !tensor.IsOptional)
        .ToDictionary(static tensor => tensor.Name, tensor => (Shape: tensor.Shape.ToArray(), Values: network.Weights.Get(tensor.Name, tensor.Shape.AsSpan())));

    private static object Load(byte[] file, LoadOptions? options = null) => Invoke("Load", [typeof(Stream), typeof(LoadOptions)], new MemoryStream(file), options);

    private static object Create(byte[] file) => Invoke("Create", [typeof(NetworkWeights)], NetworkWeights.Load(new MemoryStream(file)));

    private static object Invoke(string method, Type[] types, params object?[] arguments) =>
        _network.Type.GetMethod(method, types)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
}
