namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>A batch norm of vectors.</summary>
[SsnModel(Channels = 2)]
public sealed partial class OneValueNet
{
    [BatchNorm]
    public partial Layer Batch { get; }
}
