namespace SsnGen.Generator.Tests.Kernels;

/// <summary>SSN in float64, written plainly from its formulas: each moment from its own definition, each gradient term by term.</summary>
internal sealed class Reference
{
    // How far the slopes of activations may be off: differences do not tell a slope of 1e-30, as tanh's is far out, from none.
    private const double SlopeError = 1e-9;

    private readonly Case _case;
    private readonly int _n;
    private readonly int _c;
    private readonly int _s;
    private readonly (double Mean, double Variance)[] _slabs;

    public Reference(Case c)
    {
        _case = c;
        (_n, _c, _s) = (c.Samples, c.Plan.Channels, c.Plan.SlabSize);
        _slabs = [.. Enumerable.Range(0, _n * _c).Select(Slab)];
        Means = [.. c.Plan.Omega.Select(k => Moment(k, variance: false))];
        Variances = [.. c.Plan.Omega.Select(k => Moment(k, variance: true))];
        Y = new double[c.X.Length];
        T = new double[c.X.Length];
        Forward();
    }

    /// <summary>μ_k and v_k at each slab, one array per normalizer.</summary>
    public double[][] Means { get; }

    public double[][] Variances { get; }

    public double[] T { get; }

    public double[] Y { get; }

    public double[] Dx { get; private set; } = [];

    public double[] Dresidual { get; private set; } = [];

    public double[] Dgamma { get; private set; } = [];

    public double[] Dbeta { get; private set; } = [];

    public double[] Dp { get; private set; } = [];

    public double[] Dq { get; private set; } = [];

    /// <summary>Σ |∂μ μ_k| + |∂σ² v_k| over slabs and normalizers: what the sums of the ratio gradients cancel down from.</summary>
    public double RatioTerms { get; private set; }

    /// <summary>The sum of the magnitudes of what the gradients of γ and β are sums of.</summary>
    public double AffineTerms { get; private set; }

    /// <summary>‖a g‖: what the terms of ∂x cancel down from where normalization leaves nothing (one value, its own mean).</summary>
    public double InputTerms { get; private set; }

    /// <summary>What the errors of the slopes may come to in the norm of ∂x, and of the residual's gradient.</summary>
    public double InputDoubt { get; private set; }

    /// <summary>The same in those of γ and β.</summary>
    public double AffineDoubt { get; private set; }

    /// <summary>The same in those of the ratios.</summary>
    public double RatioDoubt { get; private set; }

    /// <summary>The scalar Σ upstream·y, whose gradients the backward pass gives.</summary>
    public double Loss => Y.Zip(_case.Upstream, static (y, u) => y * u).Sum();

    public void Backward()
    {
        var (slabs, ratios) = (_n * _c, _case.Plan.Omega.Length);
        var g = new double[Y.Length];
        for (var i = 0; i < g.Length; i++)
        {
            g[i] = _case.Upstream[i] * Derivative(T[i]);
        }

        Dgamma = new double[_c];
        Dbeta = new double[_c];
        Dp = new double[ratios];
        Dq = new double[ratios];
        var (dmean, dvariance, r) = (new double[slabs], new double[slabs], new double[slabs]);
        for (var k = 0; k < slabs; k++)
        {
            var (mean, variance) = Mixed(k);
            r[k] = 1 / Math.Sqrt(variance + _case.Plan.Epsilon);
            double sum = 0, h = 0;
            for (var s = 0; s < _s; s++)
            {
                sum += g[(k * _s) + s];
                h += g[(k * _s) + s] * (_case.X[(k * _s) + s] - mean);
                AffineTerms += Math.Abs(g[(k * _s) + s]) * (1 + (r[k] * Math.Abs(_case.X[(k * _s) + s] - mean)));
            }

            var gamma = (double)_case.Gamma[k % _c];
            Dbeta[k % _c] += sum;
            Dgamma[k % _c] += r[k] * h;
            dmean[k] = -gamma * r[k] * sum;
            dvariance[k] = -0.5 * gamma * r[k] * r[k] * r[k] * h;
            for (var j = 0; j < ratios; j++)
            {
                Dp[j] += dmean[k] * Means[j][k];
                Dq[j] += dvariance[k] * Variances[j][k];
                RatioTerms += Math.Abs(dmean[k] * Means[j][k]) + Math.Abs(dvariance[k] * Variances[j][k]);
            }
        }

        Dresidual = _case.Plan.Residual ? g : [];
        Dx = new double[Y.Length];
        for (var k = 0; k < slabs; k++)
        {
            for (var s = 0; s < _s; s++)
            {
                Dx[(k * _s) + s] = _case.Gamma[k % _c] * r[k] * g[(k * _s) + s];
            }
        }

        InputTerms = Math.Sqrt(Dx.Sum(static d => d * d));
        AddDoubts(r);
        for (var j = 0; j < ratios; j++)
        {
            AddMomentGradients(j, dmean, dvariance);
        }
    }

    // The same sums as those of the gradients, of magnitudes, with the error of a slope for each slope.
    private void AddDoubts(double[] r)
    {
        for (var i = 0; i < Y.Length && _case.Plan.Activation is not null; i++)
        {
            var k = i / _s;
            var error = SlopeError * Math.Abs(_case.Upstream[i]);
            var scale = Math.Abs(_case.Gamma[k % _c]) * r[k];
            var x = r[k] * Math.Abs(_case.X[i] - Mixed(k).Mean);
            InputDoubt += error * (1 + (scale * (1 + (x * x))));
            AffineDoubt += error * (1 + x);
            for (var j = 0; j < _case.Plan.Omega.Length; j++)
            {
                RatioDoubt += error * scale * (Math.Abs(Means[j][k]) + (r[k] * x * Variances[j][k]));
            }
        }
    }

    /// <summary>Through moment j: each set's summed gradients flow to each of its slabs, and on to their values.</summary>
    private void AddMomentGradients(int j, double[] dmean, double[] dvariance)
    {
        var normalizer = _case.Plan.Omega[j];
        if (normalizer == Normalizer.Batch && _case.Evaluation)
        {
            return;
        }

        for (var k = 0; k < _n * _c; k++)
        {
            var set = Set(normalizer, k).ToArray();
            var m = _case.P[j] * set.Sum(i => dmean[i]) / set.Length;
            var v = _case.Q[j] * set.Sum(i => dvariance[i]) / set.Length;
            var mean = _slabs[k].Mean;
            for (var s = 0; s < _s; s++)
            {
                Dx[(k * _s) + s] += (m / _s) + (2 * v * (mean - Means[j][k]) / _s)
                    + (2 * v * (_case.X[(k * _s) + s] - mean) / (_case.Plan.Bessel ? _s - 1 : _s));
            }
        }
    }

    private void Forward()
    {
        for (var k = 0; k < _n * _c; k++)
        {
            var (mean, variance) = Mixed(k);
            var r = 1 / Math.Sqrt(variance + _case.Plan.Epsilon);
            for (var i = k * _s; i < (k + 1) * _s; i++)
            {
                T[i] = (_case.Gamma[k % _c] * r * (_case.X[i] - mean)) + _case.Beta[k % _c] + (_case.Plan.Residual ? _case.Residual[i] : 0);
                Y[i] = Activate(T[i]);
            }
        }
    }

    private (double Mean, double Variance) Mixed(int k)
    {
        double mean = 0, variance = 0;
        for (var j = 0; j < _case.Plan.Omega.Length; j++)
        {
            mean += _case.P[j] == 0 ? 0 : _case.P[j] * Means[j][k];
            variance += _case.Q[j] == 0 ? 0 : _case.Q[j] * Variances[j][k];
        }

        return (mean, variance);
    }

    private double[] Moment(Normalizer normalizer, bool variance)
    {
        var moments = new double[_n * _c];
        for (var k = 0; k < moments.Length; k++)
        {
            if (normalizer == Normalizer.Batch && _case.Evaluation)
            {
                moments[k] = variance ? _case.RunningVariance[k % _c] : _case.RunningMean[k % _c];
                continue;
            }

            var slabs = Set(normalizer, k).Select(i => _slabs[i]).ToArray();
            var mean = slabs.Average(static m => m.Mean);
            moments[k] = variance ? slabs.Average(m => m.Variance + ((m.Mean - mean) * (m.Mean - mean))) : mean;
        }

        return moments;
    }

    /// <summary>The slabs that a normalizer takes together with slab k.</summary>
    private IEnumerable<int> Set(Normalizer normalizer, int k)
    {
        var (n, c, width) = (k / _c, k % _c, _c / _case.Plan.Groups);
        return normalizer switch
        {
            Normalizer.Instance => [k],
            Normalizer.Layer => Enumerable.Range(n * _c, _c),
            Normalizer.Batch => Enumerable.Range(0, _n).Select(i => (i * _c) + c),
            _ => Enumerable.Range((n * _c) + (c / width * width), width),
        };
    }

    private (double Mean, double Variance) Slab(int k)
    {
        var slab = _case.X.AsSpan(k * _s, _s);
        double mean = 0, squares = 0;
        foreach (var x in slab)
        {
            mean += (double)x / _s;
        }

        foreach (var x in slab)
        {
            squares += (x - mean) * (x - mean);
        }

        return (mean, squares / (_case.Plan.Bessel ? _s - 1 : _s));
    }

    private double Activate(double t) => _case.Plan.Activation?.Evaluate(t) ?? t;

    /// <summary>The slope of the activation, by a difference of its formula: within 1e-9 of it, away from kinks.</summary>
    private double Derivative(double t) => Derivative(_case.Plan.Activation, t);

    internal static double Derivative(Activation? activation, double t)
    {
        if (activation is null)
        {
            return 1;
        }

        // Each of them is a line far from 0.
        t = double.IsInfinity(t) ? Math.CopySign(1e8, t) : t;
        var step = 1e-5 * Math.Max(1, Math.Abs(t));
        return (activation.Evaluate(t + step) - activation.Evaluate(t - step)) / (t + step - (t - step));
    }
}
