using System.Collections.Immutable;
using System.Globalization;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Weights;

/// <summary>Something that keeps weights from being imported.</summary>
/// <param name="Kind">What kind of problem it is: missing, unused, shape, type, value or choice.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record ImportProblem(string Kind, string Text);

/// <summary>What an import would do, and all that keeps it from doing so.</summary>
internal sealed class ImportPlan
{
    private readonly SourceState _source;
    private readonly TargetNetwork _target;
    private readonly Dictionary<string, TensorEntry> _assigned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sourceNames = new(StringComparer.Ordinal);
    private readonly List<ImportProblem> _problems = [];

    private ImportPlan(SourceState source, TargetNetwork target, WeightMap map)
    {
        (_source, _target, Map) = (source, target, map);
        foreach (var line in map.Lines.Where(static line => line.Target is not null))
        {
            _assigned[line.Target!] = source.ByName[line.Source];
            _sourceNames[line.Target!] = line.Source;
        }
    }

    /// <summary>The map that it follows.</summary>
    public WeightMap Map { get; }

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<ImportProblem> Problems => _problems;

    /// <summary>The normalizations; complete where nothing is wrong.</summary>
    public List<NormImport> Norms { get; } = [];

    /// <summary>How many tensors of the file are used.</summary>
    public int Taken => _assigned.Count;

    /// <summary>Whether the file has normalizations with a choice, as the published layers have.</summary>
    public bool HasChoices => _assigned.Keys.Any(static name => name.EndsWith(NetworkTensors.MeanControl, StringComparison.Ordinal));

    /// <summary>Whether that choice has a radius and flags, as Sparse_SwitchNorm has.</summary>
    public bool HasFlags => _assigned.Keys.Any(static name => name.EndsWith(NetworkTensors.MeanFixed, StringComparison.Ordinal));

    /// <summary>The selection that the weights were trained to; null where normalizers are not known.</summary>
    public string? SelectionHash => Norms.Exists(static norm => norm.IsFixed && norm.Selection is null)
        ? null
        : Files.SelectionHash.Compute(from norm in Norms where norm.Selection is not null select (norm.Norm.Layer, norm.Selection!.Mean, norm.Selection.Variance));

    /// <summary>The radius of the metadata: the largest of all layers that have one.</summary>
    public double Radius => Norms.Where(static norm => norm.Norm.Count > 1).Select(static norm => norm.Radius).DefaultIfEmpty(0).Max();

    /// <summary>Plans an import.</summary>
    public static ImportPlan Of(SourceState source, TargetNetwork target, WeightMap map)
    {
        var plan = new ImportPlan(source, target, map);
        if (map.Problem is not null)
        {
            plan._problems.Add(new ImportProblem("network", map.Problem));
        }

        plan.CheckTargets();
        plan.CheckSources();
        plan.CheckShapes();
        if (plan._problems.Count == 0)
        {
            plan.PlanNorms();
        }

        return plan;
    }

    /// <summary>The tensors of the network with their values. A value that is not finite is a problem, and so is a negative variance.</summary>
    public IEnumerable<(TargetTensor Tensor, float[]? Floats, long[]? Flags)> Values()
    {
        var choices = Norms.Where(static norm => norm.Norm.Count > 1).SelectMany(Choice).ToDictionary(static c => c.Name, StringComparer.Ordinal);
        foreach (var tensor in _target.Tensors)
        {
            if (choices.TryGetValue(tensor.Name, out var choice))
            {
                yield return (tensor, choice.Floats, choice.Flags);
            }
            else if (_assigned.TryGetValue(tensor.Name, out var entry))
            {
                var values = _source.File.ToFloats(entry);
                if (FiniteValues.IndexOfOther(values) is >= 0 and var index)
                {
                    _problems.Add(new ImportProblem("value", $"{entry.Name}: value {index} of {values.Length} is not finite"));
                }
                else if (tensor.Name.EndsWith(NetworkTensors.RunningVariance, StringComparison.Ordinal) && Array.FindIndex(values, static v => v < 0) is >= 0 and var negative)
                {
                    _problems.Add(new ImportProblem("value", string.Create(
                        CultureInfo.InvariantCulture, $"{entry.Name}: value {negative} of {values.Length} is {values[negative]}, and a variance is never negative")));
                }

                yield return (tensor, values, null);
            }
        }
    }

    private void CheckTargets()
    {
        foreach (var tensor in _target.Tensors.Where(tensor => !_assigned.ContainsKey(tensor.Name) && !IsGivenOtherwise(tensor)))
        {
            _problems.Add(new ImportProblem("missing", $"{_target.Words} needs {tensor}"));
        }
    }

    // Flags and radius may be absent; control parameters, where the whole choice is.
    private bool IsGivenOtherwise(TargetTensor tensor)
    {
        var norm = _target.Norms.FirstOrDefault(norm => norm.Count > 1 && tensor.Name.StartsWith(norm.Path + ".", StringComparison.Ordinal));
        return norm is not null && tensor.Name[norm.Path.Length..] switch
        {
            NetworkTensors.MeanFixed or NetworkTensors.VarianceFixed or NetworkTensors.Radius => true,
            NetworkTensors.MeanControl or NetworkTensors.VarianceControl =>
                !_assigned.ContainsKey(norm.Path + NetworkTensors.MeanControl) && !_assigned.ContainsKey(norm.Path + NetworkTensors.VarianceControl),
            _ => false,
        };
    }

    private void CheckSources()
    {
        var known = Map.Lines.Select(static line => line.Source).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, tensor) in _source.Tensors.Where(tensor => !known.Contains(tensor.Name) && !FrameworkTensors.Contains(tensor.Name)))
        {
            _problems.Add(new ImportProblem("unused", $"{name} {tensor.Type} {ShapeText.Of(tensor.Shape.AsSpan())} has no place in {_target.Words}"));
        }
    }

    private void CheckShapes()
    {
        foreach (var (name, entry) in _assigned)
        {
            if (!_target.ByName.TryGetValue(name, out var tensor))
            {
                continue;
            }

            if (tensor.IsInteger ? entry.IsFloat || entry.Element == SafetensorsType.Other : !entry.IsFloat)
            {
                _problems.Add(new ImportProblem("type", $"{entry.Name} is {entry.Type}, and {name} needs {(tensor.IsInteger ? "integers" : "floating-point numbers")}"));
            }
            else if (!entry.Shape.Where(static side => side != 1).SequenceEqual(tensor.Shape.Where(static side => side != 1)))
            {
                _problems.Add(new ImportProblem("shape", $"{entry.Name} is {ShapeText.Of(entry.Shape.AsSpan())}, and {name} needs {ShapeText.Of(tensor.Shape.AsSpan())}"));
            }
        }
    }

    private void PlanNorms()
    {
        foreach (var norm in _target.Norms)
        {
            try
            {
                Norms.Add(NormImport.Of(norm, part => Small(norm.Path + part), count => Weighed(norm, count), _source.Radius));
            }
            catch (FormatException problem)
            {
                _problems.Add(new ImportProblem("choice", $"layer {norm.Layer}: {problem.Message}"));
            }
        }
    }

    // Whoever uses the network's own names keeps to its order too. Otherwise it is the published one, in which running moments count
    // even where the map leaves them out.
    private ImmutableArray<Normalizer> Weighed(TargetNorm norm, int count)
    {
        var control = norm.Path + NetworkTensors.MeanControl;
        var name = _sourceNames.GetValueOrDefault(control) ?? _sourceNames.GetValueOrDefault(norm.Path + NetworkTensors.VarianceControl) ?? "";
        return count == norm.Count && (_source.IsOwn || name == control)
            ? norm.Normalizers
            : PublishedNormalizers.Of(count, _assigned.ContainsKey(norm.Path + NetworkTensors.RunningMean) || _source.ByName.ContainsKey(name[..(name.LastIndexOf('.') + 1)] + NetworkTensors.RunningMean[1..]));
    }

    private float[]? Small(string name) => !_assigned.TryGetValue(name, out var entry) ? null
        : entry.IsFloat ? _source.File.ToFloats(entry)
        : Array.ConvertAll(_source.File.ToLongs(entry), static v => (float)v);

    private IEnumerable<(string Name, float[]? Floats, long[]? Flags)> Choice(NormImport norm)
    {
        var path = norm.Norm.Path;
        yield return (path + NetworkTensors.MeanControl, norm.Mean, null);
        yield return (path + NetworkTensors.MeanFixed, null, [norm.MeanFixed >= 0 ? 1 : 0]);
        yield return (path + NetworkTensors.Radius, [(float)norm.Radius], null);
        if (norm.Variance.Length > 0)
        {
            yield return (path + NetworkTensors.VarianceControl, norm.Variance, null);
            yield return (path + NetworkTensors.VarianceFixed, null, [norm.VarianceFixed >= 0 ? 1 : 0]);
        }
    }
}
