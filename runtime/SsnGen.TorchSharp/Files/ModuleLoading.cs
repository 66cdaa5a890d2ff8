using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>Puts checked weights into a module, and the selection with them.</summary>
internal static class ModuleLoading
{
    /// <exception cref="WeightsException">The file fixes a layer otherwise than the module was compiled for, and that is not waived.</exception>
    public static void Apply(SsnModule module, NetworkWeights weights, LoadReport report, bool strict)
    {
        var layers = module.Norms.Select(norm => new NormLoading(norm, weights, report)).ToList();
        if (strict)
        {
            layers.ForEach(static layer => layer.RequireCompiledSelection());
        }

        var kept = layers.SelectMany(static layer => layer.Kept).ToHashSet(StringComparer.Ordinal);
        var state = ModuleState.Of(module);
        var writes = report.Loaded.Where(name => !kept.Contains(name)).Select(name => Read(weights, name, state[name])).ToList();
        writes.ForEach(static write => write());
        layers.ForEach(static layer => layer.Finish());
        FixByFingerprint(module, weights, layers);
    }

    private static Action Read(NetworkWeights weights, string name, Tensor tensor)
    {
        var shape = ModuleState.Shape(tensor);
        if (tensor.dtype == ScalarType.Int64)
        {
            var integers = weights.Integers(name, shape);
            return () => integers.CopyTo(TensorMemory.Integers(tensor, name));
        }

        var floats = weights.Get(name, shape);
        return () => floats.CopyTo(TensorMemory.Floats(tensor, name));
    }

    // Files without flags tell only a fingerprint of what was fixed: where the gates, at the file's radius, agree with it,
    // it is known again.
    private static void FixByFingerprint(SsnModule module, NetworkWeights weights, List<NormLoading> layers)
    {
        if (!layers.Exists(static layer => layer.LacksFlags) || !weights.Metadata.TryGetValue(WeightsMetadata.Selection, out var fingerprint))
        {
            return;
        }

        var oneHot = module.Norms.Select(static norm => (Norm: norm, Mean: OneHot(norm.Ratios.Mean), Variance: OneHot(norm.Ratios.Variance)))
            .Where(static entry => entry.Mean >= 0 && entry.Variance >= 0)
            .ToList();
        var found = SelectionHash.Compute(oneHot.Select(static entry =>
            (entry.Norm.Path, entry.Norm.Kernel.Normalizers[entry.Mean], entry.Norm.Kernel.Normalizers[entry.Variance])));
        if (found == fingerprint)
        {
            oneHot.ForEach(static entry => entry.Norm.Ratios.Fix(entry.Mean, entry.Variance));
        }
    }

    private static int OneHot(ImportanceRatios ratios)
    {
        var selected = ratios.Values.IndexOf(1.0);
        return ratios.IsFixed || (ratios.Gate != Gate.Softmax && selected >= 0 && ratios.Values.Count(0.0) == ratios.Count - 1) ? selected : -1;
    }

    /// <summary>The ratios of one layer while weights are loaded.</summary>
    private sealed class NormLoading
    {
        private readonly SsnNorm _norm;
        private readonly NetworkWeights _weights;
        private readonly bool _hasControl;
        private readonly bool _hasFlags;
        private readonly bool _hasRadius;
        private readonly Selection? _compiled;
        private readonly int _mean;
        private readonly int _variance;

        public NormLoading(SsnNorm norm, NetworkWeights weights, LoadReport report)
        {
            (_norm, _weights) = (norm, weights);
            _hasControl = report.Loaded.Contains(Name("mean_weight"));
            _hasFlags = report.Loaded.Contains(Name("mean_fixed"));
            _hasRadius = report.Loaded.Contains(Name("radius"));
            _compiled = norm.CompiledSelection;
            (_mean, _variance) = (norm.Ratios.Mean.FixedIndex, norm.Ratios.Variance.FixedIndex);
        }

        public bool LacksFlags => _hasControl && !_hasFlags;

        /// <summary>The tensors that stay as they are, although the file has them.</summary>
        public IEnumerable<string> Kept => _compiled is null ? [] : [Name("mean_weight"), Name("var_weight"), Name("mean_fixed"), Name("var_fixed")];

        public void RequireCompiledSelection()
        {
            if (_compiled is null || !_hasControl || !_hasFlags)
            {
                return;
            }

            Require("mean", _compiled.Mean);
            if (!_norm.Ratios.AreShared)
            {
                Require("var", _compiled.Variance);
            }
        }

        public void Finish()
        {
            if (!_hasRadius && _hasControl)
            {
                _norm.Radius = _weights.Radius;
            }

            if (LacksFlags)
            {
                _norm.Ratios.Reset(_mean, _variance);
            }

            _norm.TakeOver();
            _norm.Ratios.Update(training: false);
        }

        private void Require(string of, Normalizer compiled)
        {
            if (_weights.IsFixed(Name(of + "_fixed")) != true)
            {
                return;
            }

            var control = _weights.Get(Name(of + "_weight"), _norm.Kernel.Normalizers.Length);
            var saved = _norm.Kernel.Normalizers[Array.IndexOf(control, control.Max())];
            if (saved != compiled)
            {
                throw new WeightsException(
                    _weights.Name,
                    Name(of + "_fixed"),
                    $"the layer was trained to {saved}, and the module was compiled for {compiled}. Compile it with the selection that was written with these weights, or without one, or keep the compiled one with LoadOptions {{ Strict = false }}.");
            }
        }

        private string Name(string part) => $"{_norm.Path}.norm.{part}";
    }
}
