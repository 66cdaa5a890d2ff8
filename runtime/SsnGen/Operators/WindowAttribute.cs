namespace SsnGen;

/// <summary>
/// A producer that moves a window over a picture. What differs between height and width is given as ONNX gives it: a list of both, in
/// this order, in place of the number that stands for both.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class WindowAttribute : ProducerAttribute
{
    private protected WindowAttribute()
    {
    }

    /// <summary>Height and width of the kernel, such as <c>[1, 7]</c>, in place of <c>Kernel</c>.</summary>
    public int[]? KernelShape { get; set; }

    /// <summary>Steps down and across, in place of <c>Stride</c>.</summary>
    public int[]? Strides { get; set; }

    /// <summary>Padding on each side, [top, left, bottom, right], in place of <c>Padding</c>.</summary>
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
