namespace SsnGen.Tool.Onnx;

/// <summary>What the reading of one model may cost, so that a small file that repeats itself takes neither memory nor hours.</summary>
/// <param name="values">How many values the model has itself.</param>
internal sealed class Budget(long values)
{
    // Seconds of the costliest steps, and 2 GB of the largest ones.
    private const long Base = 1L << 28;

    private readonly long _most = Base + (4 * values);
    private long _spent;

    /// <summary>Notes what a step costs.</summary>
    /// <param name="steps">Values that it makes or looks at.</param>
    /// <exception cref="UnsupportedException">All together cost more than any network does.</exception>
    public void Spend(long steps)
    {
        _spent += Math.Max(0, steps);
        if (_spent > _most || _spent < 0)
        {
            throw new UnsupportedException("the model repeats its values more often than any network does");
        }
    }
}
