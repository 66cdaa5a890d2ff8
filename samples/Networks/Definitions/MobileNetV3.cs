using SsnGen;

namespace Networks;

/// <summary>MobileNetV3 (Howard et al., ICCV 2019), the large one, as torchvision has it.</summary>
[SsnModel(Channels = 3, Height = 224, Width = 224)]
public sealed partial class MobileNetV3
{
    /// <summary>112×112.</summary>
    [Conv(16, Kernel = 3, Stride = 2), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Stem { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer First { get; }

    /// <summary>Added to what it was.</summary>
    [Conv(16, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Add(nameof(Stem))]
    public partial Layer FirstProject { get; }

    /// <summary>56×56.</summary>
    [Repeat(1, Channels = 64, Stride = 2)]
    public partial Stage<To24> Stage1First { get; }

    /// <summary>56×56.</summary>
    [Repeat(1, Channels = 72)]
    public partial Stage<At24> Stage1 { get; }

    /// <summary>28×28.</summary>
    [Repeat(1, Channels = 72, Stride = 2)]
    public partial Stage<To40> Stage2First { get; }

    /// <summary>28×28.</summary>
    [Repeat(2, Channels = 120)]
    public partial Stage<At40> Stage2 { get; }

    /// <summary>14×14.</summary>
    [Repeat(1, Channels = 240, Stride = 2)]
    public partial Stage<To80> Stage3First { get; }

    /// <summary>14×14.</summary>
    [Repeat(1, Channels = 200)]
    public partial Stage<At80> Stage3 { get; }

    /// <summary>14×14.</summary>
    [Repeat(2, Channels = 184)]
    public partial Stage<At80> Stage3Last { get; }

    /// <summary>14×14.</summary>
    [Repeat(1, Channels = 480)]
    public partial Stage<To112> Stage4First { get; }

    /// <summary>14×14.</summary>
    [Repeat(1, Channels = 672)]
    public partial Stage<At112> Stage4 { get; }

    /// <summary>7×7.</summary>
    [Repeat(1, Channels = 672, Stride = 2)]
    public partial Stage<To160> Stage5First { get; }

    /// <summary>7×7.</summary>
    [Repeat(2, Channels = 960)]
    public partial Stage<At160> Stage5 { get; }

    /// <summary>To 960 channels.</summary>
    [Conv(960, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Last { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>Once they are averaged.</summary>
    [Linear(1280), HardSwish, Dropout(0.2f)]
    public partial Layer Hidden { get; }

    /// <summary>One logit per class of ImageNet.</summary>
    [Linear(1000)]
    public partial Layer Classifier { get; }
}

/// <summary>To 24 channels.</summary>
[SsnBlock]
public sealed partial class To24
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer Depthwise { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(24, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f)]
    public partial Layer Project { get; }
}

/// <summary>At 24 channels.</summary>
[SsnBlock]
public sealed partial class At24
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer Depthwise { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(24, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Add(LayerSource.Input)]
    public partial Layer Project { get; }
}

/// <summary>To 40 channels, with squeeze and excitation.</summary>
[SsnBlock]
public sealed partial class To40
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 5, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer Depthwise { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Squeeze { get; }

    /// <summary>To fewer.</summary>
    [Conv(24, Kernel = 1), Relu]
    public partial Layer Excite1 { get; }

    /// <summary>A factor for each channel.</summary>
    [Conv(Kernel = 1), HardSigmoid]
    public partial Layer Excite2 { get; }

    /// <summary>By its factor.</summary>
    [From(nameof(Depthwise)), Multiply(nameof(Excite2))]
    public partial Layer Scaled { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(40, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f)]
    public partial Layer Project { get; }
}

/// <summary>At 40 channels, likewise.</summary>
[SsnBlock]
public sealed partial class At40
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 5, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Relu]
    public partial Layer Depthwise { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Squeeze { get; }

    /// <summary>To fewer.</summary>
    [Conv(32, Kernel = 1), Relu]
    public partial Layer Excite1 { get; }

    /// <summary>A factor for each channel.</summary>
    [Conv(Kernel = 1), HardSigmoid]
    public partial Layer Excite2 { get; }

    /// <summary>By its factor.</summary>
    [From(nameof(Depthwise)), Multiply(nameof(Excite2))]
    public partial Layer Scaled { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(40, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Add(LayerSource.Input)]
    public partial Layer Project { get; }
}

/// <summary>To 80 channels.</summary>
[SsnBlock]
public sealed partial class To80
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Depthwise { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(80, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f)]
    public partial Layer Project { get; }
}

/// <summary>At 80 channels.</summary>
[SsnBlock]
public sealed partial class At80
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Depthwise { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(80, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Add(LayerSource.Input)]
    public partial Layer Project { get; }
}

/// <summary>To 112 channels, with squeeze and excitation.</summary>
[SsnBlock]
public sealed partial class To112
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Depthwise { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Squeeze { get; }

    /// <summary>To a quarter.</summary>
    [Conv(Kernel = 1, Reduction = 4), Relu]
    public partial Layer Excite1 { get; }

    /// <summary>A factor for each channel.</summary>
    [Conv(Kernel = 1), HardSigmoid]
    public partial Layer Excite2 { get; }

    /// <summary>By its factor.</summary>
    [From(nameof(Depthwise)), Multiply(nameof(Excite2))]
    public partial Layer Scaled { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(112, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f)]
    public partial Layer Project { get; }
}

/// <summary>At 112 channels, likewise.</summary>
[SsnBlock]
public sealed partial class At112
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Depthwise { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Squeeze { get; }

    /// <summary>To a quarter.</summary>
    [Conv(Kernel = 1, Reduction = 4), Relu]
    public partial Layer Excite1 { get; }

    /// <summary>A factor for each channel.</summary>
    [Conv(Kernel = 1), HardSigmoid]
    public partial Layer Excite2 { get; }

    /// <summary>By its factor.</summary>
    [From(nameof(Depthwise)), Multiply(nameof(Excite2))]
    public partial Layer Scaled { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(112, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Add(LayerSource.Input)]
    public partial Layer Project { get; }
}

/// <summary>To 160 channels, likewise.</summary>
[SsnBlock]
public sealed partial class To160
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 5, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Depthwise { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Squeeze { get; }

    /// <summary>To a quarter.</summary>
    [Conv(Kernel = 1, Reduction = 4), Relu]
    public partial Layer Excite1 { get; }

    /// <summary>A factor for each channel.</summary>
    [Conv(Kernel = 1), HardSigmoid]
    public partial Layer Excite2 { get; }

    /// <summary>By its factor.</summary>
    [From(nameof(Depthwise)), Multiply(nameof(Excite2))]
    public partial Layer Scaled { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(160, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f)]
    public partial Layer Project { get; }
}

/// <summary>At 160 channels, likewise.</summary>
[SsnBlock]
public sealed partial class At160
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 5, Depthwise = true, Strided = true), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), HardSwish]
    public partial Layer Depthwise { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Squeeze { get; }

    /// <summary>To a quarter.</summary>
    [Conv(Kernel = 1, Reduction = 4), Relu]
    public partial Layer Excite1 { get; }

    /// <summary>A factor for each channel.</summary>
    [Conv(Kernel = 1), HardSigmoid]
    public partial Layer Excite2 { get; }

    /// <summary>By its factor.</summary>
    [From(nameof(Depthwise)), Multiply(nameof(Excite2))]
    public partial Layer Scaled { get; }

    /// <summary>To the block's channels.</summary>
    [Conv(160, Kernel = 1), BatchNorm(Epsilon = 1e-3f, Momentum = 0.01f), Add(LayerSource.Input)]
    public partial Layer Project { get; }
}
