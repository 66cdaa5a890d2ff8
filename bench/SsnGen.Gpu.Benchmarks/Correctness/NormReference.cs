using SsnGen.Gpu.Benchmarks.Device;
using SsnGen.Training;

namespace SsnGen.Gpu.Benchmarks.Correctness;

/// <summary>
/// Sparse Switchable Normalization in double precision, as its formulas are published: every normalizer measures the values that
/// it extends over, all of them, and gradients follow by the chain rule through those moments. Nothing is derived from slabs, which
/// is what the kernels do.
/// </summary>
internal sealed class NormReference
{
    private const double Kink = 1e-4;

    private readonly SsnKernel _shape;
    private readonly int _samples;
    private readonly bool _isEvaluation;
    private readonly NormParameters _parameters;
    private readonly float[] _x;
    private readonly double[][] _means;
    private readonly double[][] _variances;

    public NormReference(SsnKernel shape, int samples, NormParameters parameters, float[] x, float[] residual, bool evaluation)
    {
        (_shape, _samples, _parameters, _x, _isEvaluation) = (shape, samples, parameters, x, evaluation);
        (_means, _variances) = (new double[shape.Normalizers.Length][], new double[shape.Normalizers.Length][]);
        for (var k = 0; k < _means.Length; k++)
        {
            (_means[k], _variances[k]) = shape.Normalizers[k] == Normalizer.Batch && evaluation
                ? ([.. parameters.RunningMean.Select(static v => (double)v)], [.. parameters.RunningVariance.Select(static v => (double)v)])
                : Measure(shape.Normalizers[k]);
        }

        (RunningMean, RunningVariance) = Running();
        (PreActivation, Y) = (new double[x.Length], new double[x.Length]);
        for (var slab = 0; slab < samples * shape.Channels; slab++)
        {
            var (mean, scale) = Mixture(slab);
            var channel = slab % shape.Channels;
            for (var i = slab * shape.SlabSize; i < (slab + 1) * shape.SlabSize; i++)
            {
                PreActivation[i] = (parameters.Gamma[channel] * scale * (x[i] - mean)) + parameters.Beta[channel] + (residual.Length > 0 ? residual[i] : 0);
                Y[i] = IsActive(i) ? PreActivation[i] : 0;
            }
        }
    }

    public double[] Y { get; }

    public double[] RunningMean { get; }

    public double[] RunningVariance { get; }

    /// <summary>
    /// Takes out the gradients of values so near to the kink of ReLU that rounding decides on which side they are: there, one side
    /// is as right as the other, and a whole gradient apart.
    /// </summary>
    public void ClearKinks(float[] upstream)
    {
        for (var i = 0; i < upstream.Length; i++)
        {
            upstream[i] = Math.Abs(PreActivation[i]) < Kink ? 0 : upstream[i];
        }
    }

    /// <summary>The gradients of everything, given that of y.</summary>
    public Gradients Differentiate(float[] upstream)
    {
        var (n, c) = (_shape.Normalizers.Length, _shape.Channels);
        var gradients = new Gradients(new double[_x.Length], new double[_x.Length], new double[c], new double[c], new double[n], new double[n]);
        double[][] ofMeans = [.. _means.Select(static m => new double[m.Length])];
        double[][] ofVariances = [.. _means.Select(static m => new double[m.Length])];
        for (var slab = 0; slab < _samples * c; slab++)
        {
            var (mean, scale) = Mixture(slab);
            var (sum, dot) = (0.0, 0.0);
            for (var i = slab * _shape.SlabSize; i < (slab + 1) * _shape.SlabSize; i++)
            {
                var g = gradients.Residual[i] = IsActive(i) ? upstream[i] : 0;
                sum += g;
                dot += g * (_x[i] - mean);
            }

            var gamma = _parameters.Gamma[slab % c];
            gradients.Beta[slab % c] += sum;
            gradients.Gamma[slab % c] += scale * dot;
            var (ofMean, ofVariance) = (-gamma * scale * sum, -0.5 * gamma * scale * scale * scale * dot);
            for (var k = 0; k < n; k++)
            {
                var set = Set(_shape.Normalizers[k], slab);
                gradients.MeanRatios[k] += ofMean * _means[k][set];
                gradients.VarianceRatios[k] += ofVariance * _variances[k][set];
                ofMeans[k][set] += _parameters.MeanRatios[k] * ofMean;
                ofVariances[k][set] += _parameters.VarianceRatios[k] * ofVariance;
            }
        }

        for (var slab = 0; slab < _samples * c; slab++)
        {
            DifferentiateSlab(slab, gradients, ofMeans, ofVariances);
        }

        return gradients;
    }

    /// <summary>∂L/∂x: through each value itself, and through every moment that it is part of.</summary>
    private void DifferentiateSlab(int slab, Gradients gradients, double[][] ofMeans, double[][] ofVariances)
    {
        var scale = _parameters.Gamma[slab % _shape.Channels] * Mixture(slab).Scale;
        var (start, end) = (slab * _shape.SlabSize, (slab + 1) * _shape.SlabSize);
        for (var i = start; i < end; i++)
        {
            gradients.X[i] = scale * gradients.Residual[i];
        }

        for (var k = 0; k < _means.Length; k++)
        {
            var normalizer = _shape.Normalizers[k];
            if (normalizer == Normalizer.Batch && _isEvaluation)
            {
                continue;
            }

            var (set, size) = (Set(normalizer, slab), Size(normalizer));
            var (mean, ofMean, ofVariance) = (_means[k][set], ofMeans[k][set] / size, 2 * ofVariances[k][set] / size);
            for (var i = start; i < end; i++)
            {
                gradients.X[i] += ofMean + (ofVariance * (_x[i] - mean));
            }
        }
    }

    private (double Mean, double Scale) Mixture(int slab)
    {
        var (mean, variance) = (0.0, 0.0);
        for (var k = 0; k < _means.Length; k++)
        {
            var set = Set(_shape.Normalizers[k], slab);
            mean += _parameters.MeanRatios[k] * _means[k][set];
            variance += _parameters.VarianceRatios[k] * _variances[k][set];
        }

        return (mean, 1 / Math.Sqrt(variance + _shape.Epsilon));
    }

    private (double[] Means, double[] Variances) Measure(Normalizer normalizer)
    {
        var (sets, size) = (Sets(normalizer), Size(normalizer));
        var (means, variances) = (new double[sets], new double[sets]);
        for (var slab = 0; slab < _x.Length / _shape.SlabSize; slab++)
        {
            means[Set(normalizer, slab)] += Sum(slab, 0, 1) / size;
        }

        for (var slab = 0; slab < _x.Length / _shape.SlabSize; slab++)
        {
            var set = Set(normalizer, slab);
            variances[set] += Sum(slab, means[set], 2) / size;
        }

        return (means, variances);
    }

    /// <summary>The sum of a power of the deviations in one slab.</summary>
    private double Sum(int slab, double mean, int power)
    {
        var sum = 0.0;
        foreach (var value in _x.AsSpan(slab * _shape.SlabSize, _shape.SlabSize))
        {
            sum += power == 1 ? value - mean : (value - mean) * (value - mean);
        }

        return sum;
    }

    /// <summary>The running moments after the pass: moved by training, unless the ratios leave the batch out.</summary>
    private (double[] Mean, double[] Variance) Running()
    {
        var batch = _shape.Normalizers.IndexOf(Normalizer.Batch);
        double[] mean = [.. _parameters.RunningMean.Select(static v => (double)v)];
        double[] variance = [.. _parameters.RunningVariance.Select(static v => (double)v)];
        var moves = !_isEvaluation && batch >= 0 && (_parameters.MeanRatios[batch] != 0 || _parameters.VarianceRatios[batch] != 0);
        for (var c = 0; moves && c < mean.Length; c++)
        {
            mean[c] += NormParameters.Momentum * (_means[batch][c] - mean[c]);
            variance[c] += NormParameters.Momentum * (_variances[batch][c] - variance[c]);
        }

        return (mean, variance);
    }

    /// <summary>What the activation is given.</summary>
    private double[] PreActivation { get; }

    private bool IsActive(int index) => _shape.Activation switch
    {
        null => true,
        SsnGen.Activation.Relu => PreActivation[index] > 0,
        _ => throw new NotSupportedException($"The reference has no {_shape.Activation}."),
    };

    /// <summary>Which of its moments a normalizer uses for a slab.</summary>
    private int Set(Normalizer normalizer, int slab) => normalizer switch
    {
        Normalizer.Instance => slab,
        Normalizer.Layer => slab / _shape.Channels,
        Normalizer.Batch => slab % _shape.Channels,
        _ => slab / (_shape.Channels / _shape.Groups),
    };

    private int Sets(Normalizer normalizer) => _x.Length / Size(normalizer);

    /// <summary>How many values each moment of a normalizer extends over.</summary>
    private int Size(Normalizer normalizer) => _shape.SlabSize * normalizer switch
    {
        Normalizer.Instance => 1,
        Normalizer.Layer => _shape.Channels,
        Normalizer.Batch => _samples,
        _ => _shape.Channels / _shape.Groups,
    };

    /// <summary>The gradients of tensors and parameters.</summary>
    internal sealed record Gradients(double[] X, double[] Residual, double[] Gamma, double[] Beta, double[] MeanRatios, double[] VarianceRatios);
}
