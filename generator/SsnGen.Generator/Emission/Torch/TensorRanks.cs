using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Torch;

/// <summary>
/// How many dimensions each tensor of a network has: [N, features] after a fully connected layer, [N, C, H, W] after
/// the others and for the input.
/// </summary>
internal sealed class TensorRanks
{
    private const int Image = 4;
    private const int Vector = 2;

    private readonly int[] _ranks;

    private TensorRanks(int[] ranks) => _ranks = ranks;

    public static TensorRanks Of(ModelPlan plan)
    {
        var ranks = new int[plan.Layers.Length];
        foreach (var layer in plan.Layers)
        {
            ranks[layer.Index] = layer.Producer switch
            {
                LinearPlan => Vector,
                IdentityPlan when layer.Source >= 0 => ranks[layer.Source],
                _ => Image,
            };
        }

        return new TensorRanks(ranks);
    }

    /// <summary>Whether a layer (−1 for the input) is [N, features].</summary>
    public bool IsVector(int layer) => layer >= 0 && _ranks[layer] == Vector;
}
