using System.Collections;

namespace SsnGen;

/// <summary>
/// A block repeated. As the type of a partial property with <see cref="RepeatAttribute"/> it declares a stage; as its
/// value it lists the expanded blocks.
/// </summary>
/// <typeparam name="TBlock">A class with <see cref="SsnBlockAttribute"/>.</typeparam>
/// <param name="blocks">The expanded blocks, in order.</param>
public sealed class Stage<TBlock>(IReadOnlyList<TBlock> blocks) : IReadOnlyList<TBlock>
    where TBlock : class
{
    /// <inheritdoc/>
    public int Count => blocks.Count;

    /// <inheritdoc/>
    public TBlock this[int index] => blocks[index];

    /// <inheritdoc/>
    public IEnumerator<TBlock> GetEnumerator() => blocks.GetEnumerator();

    /// <summary>It in words, such as <c>2 x BasicBlock</c>.</summary>
    public override string ToString() => $"{Count} x {typeof(TBlock).Name}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
