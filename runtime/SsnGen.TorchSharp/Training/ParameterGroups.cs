using TorchSharp.Modules;

namespace SsnGen.TorchSharp;

/// <summary>The parameters of a network by how they are trained (Shao et al., CVPR 2019, section 5).</summary>
/// <param name="Weights">Weights of convolutions and fully connected layers: trained with weight decay.</param>
/// <param name="Affine">γ, β and biases: trained without weight decay, unless the optimizer is given one for them.</param>
/// <param name="Control">The control parameters of the importance ratios: a tenth of the learning rate, no weight decay, gradients clipped.</param>
public sealed record ParameterGroups(IReadOnlyList<Parameter> Weights, IReadOnlyList<Parameter> Affine, IReadOnlyList<Parameter> Control)
{
    /// <summary>Groups the parameters of a module. Control parameters that are fixed already are among them: they have no gradient, and stay as they are.</summary>
    /// <param name="module">The module.</param>
    public static ParameterGroups Of(SsnModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var control = module.Norms.SelectMany(static norm => new[] { norm.MeanWeight, norm.VarWeight }).OfType<Parameter>().ToList();
        var handles = control.Select(static parameter => parameter.Handle).ToHashSet();
        var others = module.parameters().Where(parameter => !handles.Contains(parameter.Handle)).ToLookup(static parameter => parameter.dim() > 1);
        return new ParameterGroups([.. others[true]], [.. others[false]], control);
    }

    /// <summary>All parameters, group by group.</summary>
    public IEnumerable<Parameter> All => Weights.Concat(Affine).Concat(Control);

    /// <summary>How many tensors there are in each, such as <c>9 weights, 13 affine, 12 control</c>.</summary>
    public override string ToString() => $"{Weights.Count} weights, {Affine.Count} affine, {Control.Count} control";
}
