using SsnGen.Onnx.Format;

namespace SsnGen.Tool.Onnx;

/// <summary>Which version of ONNX's operators a model is written in.</summary>
internal static class OperatorSets
{
    private const int Oldest = 1;
    private const int Newest = 22;

    /// <summary>The version, which is one that is known, or a problem.</summary>
    public static int Of(ModelProto model, Problems problems)
    {
        var versions = model.OpsetImport.Where(static o => o.Domain is "" or "ai.onnx").Select(static o => o.Version).ToArray();
        if (versions.Length == 0)
        {
            problems.Add("it does not say in which version of ONNX's operators it is written (opset_import)");
            return Newest;
        }

        if (versions.Max() is var version && version is < Oldest or > Newest)
        {
            problems.Add($"it is written in version {version} of ONNX's operators, and {Oldest} to {Newest} are read: export it with one of these (in PyTorch, opset_version={Newest - 4})");
        }

        return (int)Math.Clamp(version, Oldest, Newest);
    }
}
