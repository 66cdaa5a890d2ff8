namespace SsnGen.Tool.Onnx.Functions;

/// <summary>An expression of one variable, such as x · σ(x), in double precision. What stands in it several times is one object.</summary>
internal abstract class Term
{
    private IReadOnlyList<Term>? _parts;

    private Term()
    {
    }

    /// <summary>The variable.</summary>
    public static Term X { get; } = new Variable();

    /// <summary>What it is made of directly.</summary>
    protected abstract IReadOnlyList<Term> Operands { get; }

    /// <summary>All that it is made of, each part once and behind those that it is made of itself; it is the last.</summary>
    public IReadOnlyList<Term> Parts => _parts ??= [.. Operands.SelectMany(static o => o.Parts).Distinct(), this];

    /// <summary>Another variable than <see cref="X"/>.</summary>
    public static Term NewVariable() => new Variable();

    /// <summary>Its values at some places.</summary>
    /// <param name="places">The values of the variable.</param>
    public double[] Evaluate(double[] places)
    {
        var values = new Dictionary<Term, double[]>(ReferenceEqualityComparer.Instance);
        foreach (var part in Parts)
        {
            values[part] = part.Evaluate(places, values);
        }

        return values[this];
    }

    /// <summary>The same with a part replaced wherever it stands.</summary>
    public Term With(Term part, Term by)
    {
        var replaced = new Dictionary<Term, Term>(ReferenceEqualityComparer.Instance);
        foreach (var own in Parts)
        {
            replaced[own] = own == part ? by : own.With([.. own.Operands.Select(o => replaced[o])]);
        }

        return replaced[this];
    }

    protected abstract double[] Evaluate(double[] places, Dictionary<Term, double[]> values);

    protected abstract Term With(Term[] operands);

    private sealed class Variable : Term
    {
        protected override IReadOnlyList<Term> Operands => [];

        protected override double[] Evaluate(double[] places, Dictionary<Term, double[]> values) => places;

        protected override Term With(Term[] operands) => this;
    }

    /// <summary>A number.</summary>
    public sealed class Constant(double value) : Term
    {
        protected override IReadOnlyList<Term> Operands => [];

        protected override double[] Evaluate(double[] places, Dictionary<Term, double[]> values) => Array.ConvertAll(places, _ => value);

        protected override Term With(Term[] operands) => this;
    }

    /// <summary>A function of another term.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="function">The function.</param>
    /// <param name="of">The term.</param>
    public sealed class Unary(string name, Func<double, double> function, Term of) : Term
    {
        public string Name => name;

        protected override IReadOnlyList<Term> Operands => [of];

        protected override double[] Evaluate(double[] places, Dictionary<Term, double[]> values) => Array.ConvertAll(values[of], v => function(v));

        protected override Term With(Term[] operands) => new Unary(name, function, operands[0]);
    }

    /// <summary>Two terms joined.</summary>
    public sealed class Binary(BinaryOperation operation, Term left, Term right) : Term
    {
        public BinaryOperation Operation => operation;

        public Term Left => left;

        public Term Right => right;

        protected override IReadOnlyList<Term> Operands => [left, right];

        protected override double[] Evaluate(double[] places, Dictionary<Term, double[]> values) => [.. values[left].Zip(values[right], operation.Of)];

        protected override Term With(Term[] operands) => new Binary(operation, operands[0], operands[1]);
    }
}
