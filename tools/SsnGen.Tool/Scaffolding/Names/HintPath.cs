using System.Text.RegularExpressions;
using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Scaffolding.Names;

/// <summary>What the names of a model say about where a layer belongs: <c>layer1.0.conv1.weight</c> is layer1, 0, conv1.</summary>
internal static partial class HintPath
{
    private const int MostParts = 8;
    private const int MostCharacters = 200;

    /// <summary>The parts of the first name of a layer that a person gave it; empty where none is.</summary>
    public static string[] Of(DraftLayer layer) => layer.Hints.Select(Of).FirstOrDefault(static p => p.Length > 0) ?? [];

    private static string[] Of(string hint)
    {
        if (hint.Length is 0 or > MostCharacters || hint.StartsWith("onnx::", StringComparison.Ordinal))
        {
            return [];
        }

        // Ours: Stage2.0.Conv1/product, a part of what the layer computes.
        if (hint.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash == hint.LastIndexOf('/') && hint.AsSpan(slash + 1).IndexOfAnyExceptInRange('a', 'z') < 0)
        {
            hint = hint[..slash];
        }

        // PyTorch: /layer1/layer1.0/conv1/Conv, where each scope repeats the one before it.
        var parts = new List<string>();
        var before = "";
        foreach (var scope in hint.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var own = before.Length > 0 && scope.StartsWith(before + ".", StringComparison.Ordinal) ? scope[(before.Length + 1)..] : scope;
            before = scope;
            parts.AddRange(own.Split(['.', ':'], StringSplitOptions.RemoveEmptyEntries));
        }

        while (parts.Count > 0 && Generic().IsMatch(parts[^1]))
        {
            parts.RemoveAt(parts.Count - 1);
        }

        // Of what is left nothing may be a number that a tool counted.
        var isCounted = parts.Exists(static p => Counted().IsMatch(p)) || (parts.Count == 2 && Variable().IsMatch(parts[0]) && parts[1].All(char.IsAsciiDigit));
        return parts.Count is > 0 and <= MostParts && !isCounted && parts.Exists(static p => p.Any(char.IsAsciiLetter)) ? [.. parts] : [];
    }

    // The end of a name that says which tensor it is, and not whose.
    [GeneratedRegex(@"^(weights?|bias|kernel|[WBwb]|running_mean|running_var|conv|linear|norm|prelu|output_?0?)$")]
    private static partial Regex Generic();

    [GeneratedRegex(@"^(\d{3,}|(Parameter|Constant|Convolution|Pooling|Plus|ReLU|Node|Tensor|Value|Input|Variable|tensor|node|input|val)_?\d+|[A-Za-z]+_?\d{3,}(_.*)?|.*_[Oo]utput_\d+)$")]
    private static partial Regex Counted();

    // What PyTorch calls a variable of forward, with a number behind it: input.4.
    [GeneratedRegex(@"^(input|x|y|out|output|identity|ret|result)$")]
    private static partial Regex Variable();
}
