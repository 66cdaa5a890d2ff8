using SsnGen.Networks;

namespace Networks;

/// <summary>Runs one sample through a network and returns all of its outputs.</summary>
internal delegate void RunSample(ReadOnlySpan<float> input, float[][] outputs);

/// <summary>A network of this sample.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Create">Makes it with weights.</param>
internal sealed record CatalogNetwork(string Name, NetworkSummary Summary, Func<NetworkWeights, RunSample> Create);

/// <summary>All networks of this sample.</summary>
internal static class Catalog
{
    public static IReadOnlyList<CatalogNetwork> All { get; } =
    [
        One("ResNet-50 v2", ResNet50V2.Summary(), static w => ResNet50V2.Create(w).Run),
        One("I3D", I3D.Summary(), static w => I3D.Create(w).Run),
        One("MobileNetV2", MobileNetV2.Summary(), static w => MobileNetV2.Create(w).Run),
        One("MobileNetV3", MobileNetV3.Summary(), static w => MobileNetV3.Create(w).Run),
        One("Inception v3", InceptionV3.Summary(), static w => InceptionV3.Create(w).Run),
        One("DenseNet-121", DenseNet121.Summary(), static w => DenseNet121.Create(w).Run),
        One("ShuffleNetV2", ShuffleNetV2.Summary(), static w => ShuffleNetV2.Create(w).Run),
        One("U-Net", UNet.Summary(), static w => UNet.Create(w).Run),
        One("DeepLabv3", DeepLabV3.Summary(), static w => DeepLabV3.Create(w).Run),
        One("PSPNet", PspNet.Summary(), static w => PspNet.Create(w).Run),
        new("FPN", Fpn.Summary(), static w =>
        {
            var network = Fpn.Create(w);
            return (input, outputs) => network.Run(input, outputs[0], outputs[1], outputs[2], outputs[3]);
        }),
    ];

    private delegate void RunOne(ReadOnlySpan<float> input, Span<float> output);

    private static CatalogNetwork One(string name, NetworkSummary summary, Func<NetworkWeights, RunOne> create) => new(name, summary, w =>
    {
        var run = create(w);
        return (input, outputs) => run(input, outputs[0]);
    });
}
