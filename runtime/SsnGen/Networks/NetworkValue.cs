namespace SsnGen;

/// <summary>A value of a network: one of its inputs, or what a layer computes.</summary>
public abstract class NetworkValue
{
    private protected NetworkValue()
    {
    }

    /// <summary>What it is called: the name of the input, or the path of the layer.</summary>
    public abstract string Name { get; }

    /// <summary>The shape of one sample of it.</summary>
    public abstract Shape Shape { get; }
}

/// <summary>An input of a network.</summary>
/// <param name="name">Its name, such as <c>input</c>.</param>
/// <param name="shape">The shape of one sample of it.</param>
public sealed class NetworkInput(string name, Shape shape) : NetworkValue
{
    /// <inheritdoc/>
    public override string Name { get; } = name;

    /// <inheritdoc/>
    public override Shape Shape { get; } = shape;

    /// <summary>How 8-bit pixels become its values; null where nothing says so.</summary>
    /// <exception cref="ArgumentException">It is of another number of channels.</exception>
    public PixelValues? Pixels
    {
        get;
        init => field = value is null || value.Mean.Count == Shape.Channels ? value
            : throw new ArgumentException($"The input has {Shape.Channels} channels, and there is a mean and a scale for {value.Mean.Count}.", nameof(value));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Shape}";
}
