namespace SsnGen;

/// <summary>A step of the end of a layer, behind its producer and its normalization.</summary>
public abstract record TailStep
{
    private TailStep()
    {
    }

    /// <summary>A value is added.</summary>
    /// <param name="Value">An input or an earlier layer, of the shape of the layer's output.</param>
    public sealed record Add(NetworkValue Value) : TailStep;

    /// <summary>An activation is applied to each value.</summary>
    /// <param name="Activation">The activation.</param>
    public sealed record Activate(Activation Activation) : TailStep;
}
