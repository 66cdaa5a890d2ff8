using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>What networks of several sizes say of others.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InputSizes
{
    /// <summary>The error of a size that a network is not compiled for.</summary>
    /// <param name="height">The height that was asked for.</param>
    /// <param name="width">The width that was asked for.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="compiled">The sizes that it is compiled for, in words.</param>
    public static ArgumentException Unknown(int height, int width, string model, string compiled) =>
        new($"{model} is not compiled for pictures of {height}x{width}, but for {compiled}: add [InputSize({height}, {width})] to it, or resize the pictures.", nameof(height));
}
