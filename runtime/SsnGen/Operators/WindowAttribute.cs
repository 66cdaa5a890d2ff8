namespace SsnGen;

/// <summary>
/// A producer that moves a window over a picture, through a clip or along a sequence. What differs between its sides is given as ONNX
/// gives it: a list of all, outermost first, in place of the number that stands for each. Pictures have a height and a width, clips a
/// depth (frames), a height and a width, and sequences a width.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class WindowAttribute : ProducerAttribute
{
    private protected WindowAttribute()
    {
    }

    /// <summary>The sides of the kernel, such as <c>[1, 7]</c>, in place of <c>Kernel</c>.</summary>
    public int[]? KernelShape { get; set; }

    /// <summary>Steps along each side, in place of <c>Stride</c>.</summary>
    public int[]? Strides { get; set; }

    /// <summary>Padding before each side and then behind each, of pictures [top, left, bottom, right], in place of <c>Padding</c>.</summary>
    public int[]? Pads { get; set; }

    /// <summary>A rule for the padding, in place of <c>Padding</c>.</summary>
    public AutoPad AutoPad { get; set; }
}

/// <summary>A rule by which padding follows from the size of a picture.</summary>
public enum AutoPad
{
    /// <summary>None: padding is given, or the default.</summary>
    NotSet = 0,

    /// <summary>
    /// So much that ⌈size / stride⌉ windows fit, half of it on each side, and the odd pixel behind: TensorFlow's and Keras' "same",
    /// ONNX's SAME_UPPER and, where the stride is 1, PyTorch's "same".
    /// </summary>
    SameUpper = 1,
}
