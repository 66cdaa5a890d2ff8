namespace SsnGen;

/// <summary>
/// Declares a network. The class must be <c>partial</c>, not nested and not generic; its partial properties of type
/// <see cref="Layer"/> and <see cref="Stage{TBlock}"/> are its layers, in the order in which they are written.
/// </summary>
/// <remarks>
/// The input is float32, for any batch size N: pictures, [N, <see cref="Channels"/>, <see cref="Height"/>, <see cref="Width"/>]; where
/// <see cref="Depth"/> is given, clips, [N, Channels, Depth, Height, Width]; where <see cref="Length"/> is, sequences, [N, Channels, Length].
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SsnModelAttribute : Attribute
{
    /// <summary>Channels of the input; at least 1.</summary>
    public int Channels { get; set; } = 1;

    /// <summary>Height of the input in pixels; at least 1 (the default, for inputs that are vectors).</summary>
    public int Height { get; set; } = 1;

    /// <summary>Width of the input in pixels; at least 1 (the default, for inputs that are vectors).</summary>
    public int Width { get; set; } = 1;

    /// <summary>Frames of each sample, where the input is clips of pictures; at least 1.</summary>
    public int Depth { get; set; } = 1;

    /// <summary>Places of each sample, where the input is sequences, in place of <see cref="Height"/> and <see cref="Width"/>; at least 1.</summary>
    public int Length { get; set; } = 1;

    /// <summary>
    /// What is subtracted from the 8-bit pixels, 0 to 255, of each channel, or of all where it is one value; the default: 0. Where this or
    /// <see cref="PixelScale"/> is given, the network runs on pictures as they come, [N, H, W, C], too: <c>Run(ReadOnlySpan&lt;byte&gt;, …)</c>.
    /// </summary>
    public float[] PixelMean { get; set; } = [];

    /// <summary>
    /// What the difference is multiplied by, for each channel, or for all where it is one value; the default: 1. Means and standard deviations
    /// m and s of pixels from 0 to 1 are <c>PixelMean = [m * 255]</c> and <c>PixelScale = [1 / (s * 255)]</c>.
    /// </summary>
    public float[] PixelScale { get; set; } = [];

    /// <summary>The devices that code is generated for; the processor if nothing is said.</summary>
    public Backend Backend { get; set; } = Backend.Cpu;

    /// <summary>
    /// Whether the training kernels on graphics processors are generated for tensors of halves too (<c>GpuHalfKernels</c>);
    /// they compute in float32 all the same. Only looked at where <see cref="Backend"/> has <see cref="Backend.Gpu"/>.
    /// </summary>
    public bool HalfStorage { get; set; }

    /// <summary>
    /// Whether the training kernels on the processor (<c>Kernels</c>) are generated in any case. They are without asking where
    /// something is seen to train: where the project references SsnGen.TorchSharp, or SsnGen.Gpu for a <see cref="Backend"/> with
    /// <see cref="Backend.Gpu"/>; and of a network that is one normalization and nothing else, which runs on its kernel.
    /// </summary>
    public bool Kernels { get; set; }
}
