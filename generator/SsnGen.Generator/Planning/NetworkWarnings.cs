using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Finds what a network can be compiled with, but is hardly meant.</summary>
internal static class NetworkWarnings
{
    public static void Find(ModelDefinition model, Expansion expansion, Findings findings)
    {
        var layers = expansion.Layers;
        WarnOfOnePixel(model, layers, findings);
        var read = new HashSet<int>(layers.SelectMany(static l => l.Plan.Reads).Concat(expansion.Outputs.Select(static o => o.Value)));
        foreach (var layer in layers.Where(l => !read.Contains(l.Plan.Value)))
        {
            findings.Add(Descriptors.UnreadLayer, layer.Site, layer.Site.Name);
        }
    }

    // A vector has neither height nor width, and nothing with a window; whoever means a column of pixels says so.
    private static void WarnOfOnePixel(ModelDefinition model, List<ExpandedLayer> layers, Findings findings)
    {
        if (model.Length is not null || (model.Height, model.Width) is ({ }, { }) || layers.FirstOrDefault(static l => l.Plan.Producer.IsSpatial) is not { } spatial)
        {
            return;
        }

        var missing = (model.Height, model.Width) is (null, null) ? "neither Height nor Width is given" : (model.Height is null ? "Height" : "Width") + " is not given";
        findings.Add(Descriptors.OnePixel, model.AttributePlace, model.Name, Of(model.Input.Height), Of(model.Input.Width), missing, spatial.Plan.Path);
    }
}
