namespace SsnGen;

/// <summary>A step of the end of a layer, behind its producer and its normalization.</summary>
public abstract record TailStep
{
    private TailStep()
    {
    }

    /// <summary>The value that it reads beside what it is applied to, or null.</summary>
    internal virtual NetworkValue? Operand => null;

    /// <summary>A value is added.</summary>
    /// <param name="Value">An input or an earlier layer, of the shape of the layer's output.</param>
    public sealed record Add(NetworkValue Value) : TailStep
    {
        internal override NetworkValue? Operand => Value;

        /// <summary>It in words, such as <c>plus Stem</c>.</summary>
        public override string ToString() => "plus " + Value.Name;
    }

    /// <summary>Values are multiplied by those of another.</summary>
    /// <param name="Value">An input or an earlier layer, of the shape of the layer's output, or of one pixel of its channels: one factor per channel then.</param>
    public sealed record Multiply(NetworkValue Value) : TailStep
    {
        internal override NetworkValue? Operand => Value;

        /// <summary>It in words, such as <c>times Excitation</c>.</summary>
        public override string ToString() => "times " + Value.Name;
    }

    /// <summary>An activation is applied to each value.</summary>
    /// <param name="Activation">The activation.</param>
    public sealed record Activate(Activation Activation) : TailStep
    {
        /// <summary>The activation, such as <c>Relu</c>.</summary>
        public override string ToString() => Activation.ToString();
    }
}
