using System.Globalization;

namespace SsnGen;

/// <summary>An attribute that says what activation a layer ends with. A layer has at most one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class ActivationAttribute : Attribute
{
    private protected ActivationAttribute()
    {
    }
}

/// <summary>Adds a node to an ONNX graph.</summary>
/// <param name="type">The operator, of those of ONNX.</param>
/// <param name="inputs">The names of its inputs.</param>
/// <param name="attributes">Its attributes.</param>
/// <returns>The name of its output.</returns>
public delegate string OnnxNode(string type, string[] inputs, params (string Name, float Value)[] attributes);

/// <summary>
/// The activation that a layer ends with: y as a function of t. The generator compiles the same records, and what it emits of each
/// stands beside it, in NAME.Code.cs.
/// </summary>
public abstract partial record Activation
{
    /// <summary>
    /// Whether the gradient depends on nothing but the sign of t, which y shares: the backward pass of a layer that adds a residual
    /// then reads y, and not the residual.
    /// </summary>
    public virtual bool FollowsSign => false;

    /// <summary>Its arguments, in the order in which they are given.</summary>
    internal virtual float[] Arguments => [];

    /// <summary>y, in double precision: the formula itself, which emitted code is verified against. NaN gives NaN.</summary>
    /// <param name="t">t.</param>
    public abstract double Evaluate(double t);

    /// <summary>Writes a number as a node of an ONNX graph.</summary>
    private static string Constant(OnnxNode node, double value) => node("Constant", [], ("value_float", (float)value));

    /// <summary>Writes it as nodes of an ONNX graph, the last of which computes it.</summary>
    /// <param name="node">Adds a node.</param>
    /// <param name="t">The name of t.</param>
    /// <returns>The name of y.</returns>
    public abstract string ToOnnx(OnnxNode node, string t);

    /// <inheritdoc/>
    public sealed override string ToString() => Arguments.Length == 0 ? GetType().Name : $"{GetType().Name}({string.Join(", ", Arguments.Select(static a => a.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>What is wrong with its arguments, whatever the layer: the name, the value and the rule that it breaks; or null.</summary>
    internal virtual (string Name, double Value, string Rule)? Problem => null;
}
