namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Pictures as they come: pixels of 0 to 255 with the channels last.</summary>
[SsnModel(Channels = 3, Height = 6, Width = 5, PixelMean = [123.675f, 116.28f, 103.53f], PixelScale = [0.0171f, 0.0175f, 0.0174f])]
public sealed partial class PhotosNet
{
    [Conv(4, Kernel = 3), BatchNorm, Relu] public partial Layer Stem { get; }

    [Linear(3)] public partial Layer Classes { get; }
}
