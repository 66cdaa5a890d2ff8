using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Diagnostics;

/// <summary>
/// Where to say what is wrong with a layer of an expanded network: at the layer in the model's own class, or, for a layer of a
/// block, which is right or wrong by its use only, at the model's stage.
/// </summary>
/// <param name="Name">What messages call the layer.</param>
/// <param name="Place">Where to say it.</param>
/// <param name="Within">What in the block is the cause; null in the model itself.</param>
internal readonly record struct Site(string Name, Place Place, Place? Within)
{
    /// <summary>The site of a layer, or of one of its attributes.</summary>
    /// <param name="path">The path of the layer, which ends with its name.</param>
    /// <param name="place">Where the layer or attribute stands.</param>
    /// <param name="stage">The model's stage that is being expanded, or null.</param>
    public static Site Of(string path, Place place, MemberDefinition? stage)
    {
        if (stage is null)
        {
            return new Site(path, place, null);
        }

        // A place in another assembly cannot be shown, so it is named.
        var name = place.IsNone ? path + " (of " + stage.Block!.DisplayName + ")" : path;
        return new Site(name, stage.Place, place);
    }
}
