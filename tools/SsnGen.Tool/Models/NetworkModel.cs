using SsnGen.Networks;

namespace SsnGen.Tool.Models;

/// <summary>A network as its class describes it.</summary>
/// <param name="Name">The full name of the class.</param>
/// <param name="Graph">Its graph.</param>
/// <param name="SelectionHash">The fingerprint of the selection that it was compiled for.</param>
internal sealed record NetworkModel(string Name, NetworkGraph Graph, string SelectionHash)
{
    /// <summary>It summed up, where its class does so with its memory.</summary>
    public NetworkSummary Summary { get; init; } = Graph.Summary();

    /// <summary>How 8-bit pixels become its values, where it says so.</summary>
    public PixelValues? Pixels => Graph.Inputs[0].Pixels;
}
