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
        var inputs = EndNames.InputMembers(model.Members).ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            // The model's own input is the first value.
            if (!read.Contains(i + 1))
            {
                findings.Add(Descriptors.UnreadLayer, inputs[i].Place, inputs[i].Name);
            }
        }

        foreach (var layer in layers.Where(l => !read.Contains(l.Plan.Value)))
        {
            findings.Add(Descriptors.UnreadLayer, layer.Site, layer.Site.Name);
        }
    }

    // A vector has neither height nor width, and nothing with a window; whoever means a column of pixels says so.
    private static void WarnOfOnePixel(ModelDefinition model, List<ExpandedLayer> layers, Findings findings)
    {
        var sample = model.Sample;
        if (sample.Length is not null || (sample.Height, sample.Width) is ({ }, { }) || layers.FirstOrDefault(static l => l.Plan.Producer.IsSpatial) is not { } spatial)
        {
            return;
        }

        var missing = (sample.Height, sample.Width) is (null, null) ? "neither Height nor Width is given" : (sample.Height is null ? "Height" : "Width") + " is not given";
        findings.Add(Descriptors.OnePixel, model.AttributePlace, model.Name, Of(sample.Shape.Height), Of(sample.Shape.Width), missing, spatial.Plan.Path);
    }
}
