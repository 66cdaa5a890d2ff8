using SsnGen.Files;
using SsnGen.Tool.Scaffolding.Text;

namespace SsnGen.Tool.Scaffolding;

/// <summary>A network as the files that are written of it.</summary>
/// <param name="Namespace">The namespace of its classes.</param>
/// <param name="Model">The class of the network.</param>
/// <param name="Blocks">The classes of its blocks.</param>
/// <param name="Network">The network that they declare.</param>
/// <param name="Weights">Its weights.</param>
/// <param name="Inputs">What it calls its inputs, in the order of the model that it was made of.</param>
/// <param name="Outputs">What it calls its outputs, likewise.</param>
internal sealed record Scaffold(
    string Namespace, ClassText Model, IReadOnlyList<ClassText> Blocks, NetworkGraph Network, IReadOnlyList<ScaffoldTensor> Weights, IReadOnlyList<ScaffoldEnd> Inputs, IReadOnlyList<ScaffoldEnd> Outputs)
{
    /// <summary>The selection of layers that have one normalizer for their mean and another one for their variance; null where there are none.</summary>
    public string? Selection => Selected.Length == 0 ? null : SelectionFile.Text($"{Namespace}.{Model.Name}", Selected);

    private (string Path, Normalizer Mean, Normalizer Variance)[] Selected =>
        [.. Network.Layers.Where(static l => l.Normalization?.Selection is not null).Select(static l => (l.Path, l.Normalization!.Selection!.Mean, l.Normalization.Selection.Variance))];
}

/// <summary>An input or output of a network that was made of a model.</summary>
/// <param name="Model">What the model calls it.</param>
/// <param name="Name">What the network calls it.</param>
internal sealed record ScaffoldEnd(string Model, string Name);

/// <summary>A tensor of the weights.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its values.</param>
internal sealed record ScaffoldTensor(string Name, int[] Shape, float[] Values);
