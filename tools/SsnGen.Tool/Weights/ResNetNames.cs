using System.Globalization;
using System.Text.RegularExpressions;

namespace SsnGen.Tool.Weights;

/// <summary>
/// The names of ResNets as torchvision, timm, Switchable-Normalization and Sparse_SwitchNorm give them: <c>conv1</c>, <c>bn1</c> or
/// <c>sn1</c>; <c>layer2.0.conv1</c> and so on, <c>downsample</c>; <c>sn_out</c>, <c>fc</c>. In networks for detection the stem is
/// <c>res1.conv1</c>, and stages <c>res2</c> to <c>res5</c>.
/// </summary>
internal static partial class ResNetNames
{
    /// <summary>The modules of a file by their places, such as <c>block 3, convolution 1</c>.</summary>
    /// <returns>The places, with the number of blocks; null where a module is none of a ResNet.</returns>
    public static (IReadOnlyDictionary<string, SourceModule> Places, int Blocks)? Of(IReadOnlyList<SourceModule> modules)
    {
        var named = modules.Select(static module => (Module: module, Match: Block().Match(module.Path))).ToList();
        var blocks = named.Where(static m => m.Match.Success).Select(static m => (Stage: Number(m.Match, 1), Block: Number(m.Match, 2))).Distinct().Order().ToList();
        if (blocks.Count == 0)
        {
            return null;
        }

        var places = new Dictionary<string, SourceModule>(StringComparer.Ordinal);
        foreach (var group in named.GroupBy(static m => m.Match.Success ? (Number(m.Match, 1), Number(m.Match, 2)) : (-1, -1)))
        {
            var isKnown = group.Key == (-1, -1)
                ? AddOutside([.. group.Select(static m => m.Module)], places)
                : AddBlock(blocks.IndexOf(group.Key), [.. group.Select(static m => (m.Match.Groups[3].Value, m.Module))], places);
            if (!isKnown)
            {
                return null;
            }
        }

        return (places, blocks.Count);
    }

    private static bool AddBlock(int block, List<(string Name, SourceModule Module)> modules, Dictionary<string, SourceModule> places)
    {
        var shortcut = modules.Where(static m => Shortcut().IsMatch(m.Name)).Select(static m => m.Module).ToList();
        var main = modules.Where(static m => MainPath().IsMatch(m.Name)).ToList();
        if (shortcut.Count + main.Count < modules.Count || shortcut.Count(static m => m.Kind == ModuleKind.Producer) > 1 || shortcut.Count(static m => m.Kind == ModuleKind.Norm) > 1)
        {
            return false;
        }

        foreach (var (name, module) in main)
        {
            places[ResNetPlaces.Numbered(ResNetPlaces.InBlock(block, module.Kind), Number(MainPath().Match(name), 1))] = module;
        }

        foreach (var module in shortcut)
        {
            places[ResNetPlaces.Shortcut(block, module.Kind)] = module;
        }

        return true;
    }

    // A deep stem is conv1.0, conv1.1 (its normalization), conv1.3 and so on; bn1 comes behind all of it.
    private static bool AddOutside(List<SourceModule> modules, Dictionary<string, SourceModule> places)
    {
        var stem = modules.Where(static module => Stem().IsMatch(module.Path)).OrderBy(static module => NaturalOrder.Key(StemOrder(module.Path)), StringComparer.Ordinal).ToList();
        var head = modules.Where(static module => Head().IsMatch(module.Path)).ToList();
        if (stem.Count + head.Count < modules.Count)
        {
            return false;
        }

        Number(stem, ResNetPlaces.InStem, places);
        Number(head, ResNetPlaces.InHead, places);
        return true;
    }

    private static void Number(IEnumerable<SourceModule> modules, Func<ModuleKind, string> place, Dictionary<string, SourceModule> places)
    {
        var counts = new Dictionary<ModuleKind, int>();
        foreach (var module in modules)
        {
            counts[module.Kind] = counts.GetValueOrDefault(module.Kind) + 1;
            places[ResNetPlaces.Numbered(place(module.Kind), counts[module.Kind])] = module;
        }
    }

    private static string StemOrder(string path) => path.Contains("conv", StringComparison.Ordinal) ? "0" + path : "1" + path;

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:layer|res|stage)([0-9]{1,3})\.([0-9]{1,4})\.(.+)$")]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?:conv|bn|sn|ssn|gn|norm)([0-9]{1,4})$")]
    private static partial Regex MainPath();

    [GeneratedRegex(@"^(?:downsample|shortcut)(?:\.[0-9]+)?$")]
    private static partial Regex Shortcut();

    [GeneratedRegex(@"^(?:res1\.)?(?:conv1(?:\.[0-9]+)?|(?:bn|sn|ssn|gn|norm)1)$")]
    private static partial Regex Stem();

    [GeneratedRegex(@"^(?:(?:bn|sn|ssn|gn|norm)_out|norm|fc|classifier|head|head\.fc|last_linear)$")]
    private static partial Regex Head();
}
