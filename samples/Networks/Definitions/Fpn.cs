using SsnGen;

namespace Networks;

/// <summary>A feature pyramid (Lin et al., CVPR 2017) on ResNet-50: four outputs.</summary>
[SsnModel(Channels = 3, Height = 256, Width = 256)]
public sealed partial class Fpn
{
    /// <summary>Half the size.</summary>
    [Conv(64, Kernel = 7, Stride = 2), BatchNorm, Relu]
    public partial Layer Stem { get; }

    /// <summary>A quarter.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    /// <summary>A quarter of the size.</summary>
    [Repeat(3, Channels = 256)]
    public partial Stage<Bottleneck> Stage1 { get; }

    /// <summary>An eighth.</summary>
    [Repeat(4, Channels = 512, Stride = 2)]
    public partial Stage<Bottleneck> Stage2 { get; }

    /// <summary>A sixteenth.</summary>
    [Repeat(6, Channels = 1024, Stride = 2)]
    public partial Stage<Bottleneck> Stage3 { get; }

    /// <summary>A thirty-second.</summary>
    [Repeat(3, Channels = 2048, Stride = 2)]
    public partial Stage<Bottleneck> Stage4 { get; }

    /// <summary>To 256 channels.</summary>
    [Conv(256, Kernel = 1)]
    public partial Layer Inner5 { get; }

    /// <summary>At twice the size.</summary>
    [Upsample(2)]
    public partial Layer Up4 { get; }

    /// <summary>With what the stage has of it.</summary>
    [Conv(256, Kernel = 1), From(nameof(Stage3)), Add(nameof(Up4))]
    public partial Layer Inner4 { get; }

    /// <summary>At twice the size.</summary>
    [Upsample(2)]
    public partial Layer Up3 { get; }

    /// <summary>With what the stage has of it.</summary>
    [Conv(256, Kernel = 1), From(nameof(Stage2)), Add(nameof(Up3))]
    public partial Layer Inner3 { get; }

    /// <summary>At twice the size.</summary>
    [Upsample(2)]
    public partial Layer Up2 { get; }

    /// <summary>With what the stage has of it.</summary>
    [Conv(256, Kernel = 1), From(nameof(Stage1)), Add(nameof(Up2))]
    public partial Layer Inner2 { get; }

    /// <summary>At a quarter of the size.</summary>
    [Conv(256, Kernel = 3), Output]
    public partial Layer P2 { get; }

    /// <summary>At an eighth.</summary>
    [Conv(256, Kernel = 3), From(nameof(Inner3)), Output]
    public partial Layer P3 { get; }

    /// <summary>At a sixteenth.</summary>
    [Conv(256, Kernel = 3), From(nameof(Inner4)), Output]
    public partial Layer P4 { get; }

    /// <summary>At a thirty-second.</summary>
    [Conv(256, Kernel = 3), From(nameof(Inner5))]
    public partial Layer P5 { get; }
}
