namespace SsnGen.Generator.Planning.Torch;

/// <summary>The forward pass of the training module: one step per layer, in the order of execution.</summary>
internal sealed record ModulePlan(EquatableArray<ModuleStep> Steps);

/// <summary>One layer of the training module.</summary>
/// <param name="Sources">How the layer reads each of its sources, where it joins several.</param>
/// <param name="Source">How it reads its source, or what it joins.</param>
/// <param name="Operands">How it reads each value that its tail does.</param>
/// <param name="Released">The layers whose output nothing reads after this one.</param>
internal sealed record ModuleStep(LayerPlan Layer, EquatableArray<TensorView> Sources, TensorView Source, EquatableArray<TensorView> Operands, EquatableArray<int> Released)
{
    /// <summary>Whether the layer changes nothing, so that its output is another name for its source.</summary>
    public bool IsEmpty => Layer is { Joins: false, PassesOn: true } && !(Layer.Dropout > 0);
}

/// <summary>How a tensor is read: outputs of fully connected layers are [N, features], all others [N, C, sides].</summary>
internal enum TensorView
{
    /// <summary>As it is.</summary>
    Same,

    /// <summary>One value per channel as a picture, clip or sequence of one pixel.</summary>
    Image,

    /// <summary>[N, C, sides] as [N, features].</summary>
    Vector,
}
