namespace SsnGen;

/// <summary>
/// Declares a block: a template of layers that a <see cref="Stage{TBlock}"/> repeats. Each use is expanded,
/// with shapes, kernels and a selection of its own, under paths such as <c>Stage2.0.Conv1</c>.
/// The class must be <c>partial</c>, not nested and not generic.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SsnBlockAttribute : Attribute;
