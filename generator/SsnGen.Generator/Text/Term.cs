namespace SsnGen.Generator.Text;

/// <summary>
/// A part of an expression over floats, in one of the dialects of emitted code: written once, such as <c>t / (1 + Term.Exp(-t))</c>,
/// it is code for vectors of the processor as well as for a device.
/// </summary>
internal readonly struct Term
{
    private readonly Dialect? _dialect;
    private readonly string _text;
    private readonly Rank _rank;
    private readonly float _number;

    private Term(Dialect? dialect, string text, Rank rank, float number = 0) => (_dialect, _text, _rank, _number) = (dialect, text, rank, number);

    private enum Rank
    {
        Choice,
        Sum,
        Product,
        Negation,
        Whole,
    }

    /// <summary>A variable.</summary>
    public static Term Variable(Dialect dialect, string name) => new(dialect, name, Rank.Whole);

    // A number has no dialect until it meets a term that has.
    public static implicit operator Term(float number) => new(null, "", Rank.Whole, number);

    public static Term operator +(Term a, Term b) => Combine(a, " + ", b, Rank.Sum);

    public static Term operator -(Term a, Term b) => Combine(a, " - ", b, Rank.Sum);

    public static Term operator *(Term a, Term b) => Combine(a, " * ", b, Rank.Product);

    public static Term operator /(Term a, Term b) => Combine(a, " / ", b, Rank.Product);

    public static Term operator -(Term a) => a._dialect is null ? -a._number : new Term(a._dialect, "-" + a.At(Rank.Whole, a._dialect), Rank.Negation);

    public static Condition operator <(Term a, Term b) => new(DialectOf(a, b), "<", a, b);

    public static Condition operator >(Term a, Term b) => new(DialectOf(a, b), ">", a, b);

    public static Condition operator <=(Term a, Term b) => new(DialectOf(a, b), "<=", a, b);

    public static Condition operator >=(Term a, Term b) => new(DialectOf(a, b), ">=", a, b);

    /// <summary>a·b + c, fused where the processor can.</summary>
    public static Term MultiplyAdd(Term a, Term b, Term c)
    {
        var dialect = a._dialect ?? DialectOf(b, c);
        return new Term(dialect, dialect.MultiplyAdd(a.Operand(dialect), b.Operand(dialect), c.Operand(dialect)), dialect.HasOperators ? Rank.Sum : Rank.Whole);
    }

    /// <summary>The larger of two; where one is NaN, the second one.</summary>
    public static Term Max(Term a, Term b) => Extreme(a, b, static (d, x, y) => d.Max(x, y));

    /// <summary>The smaller of two; where one is NaN, the second one.</summary>
    public static Term Min(Term a, Term b) => Extreme(a, b, static (d, x, y) => d.Min(x, y));

    /// <summary>e to a power.</summary>
    public static Term Exp(Term a) => a._dialect is null ? (float)Math.Exp(a._number) : new Term(a._dialect, a._dialect.Exp(a._text), Rank.Whole);

    /// <summary>1 / (1 + exp(−a)), which runs to 0 and 1 without an overflow that counts.</summary>
    public static Term Sigmoid(Term a) => 1 / (1 + Exp(-a));

    /// <summary>The natural logarithm.</summary>
    public static Term Log(Term a) => a._dialect is null ? (float)Math.Log(a._number) : new Term(a._dialect, a._dialect.Log(a._text), Rank.Whole);

    /// <summary>One of two, by a condition, without a branch where that is possible.</summary>
    public static Term Select(Condition condition, Term yes, Term no)
    {
        var dialect = condition.Dialect;
        return Choice(dialect, dialect.Select(condition.Text, yes.At(Rank.Sum, dialect), no.At(Rank.Sum, dialect)));
    }

    /// <summary>The term as a variable that is declared before the expression, for what is used more than once.</summary>
    public Term Named(string name)
    {
        _dialect!.Declare(name, _text);
        return Variable(_dialect, name);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    // An argument of a call, or an operand of what is written by operators.
    private string Operand(Dialect dialect) => dialect.HasOperators ? At(Rank.Whole, dialect) : In(dialect);

    private string In(Dialect dialect) => _dialect is null ? dialect.Number(_number) : _text;

    private string At(Rank rank, Dialect dialect) => _dialect is not null && _rank < rank ? "(" + _text + ")" : In(dialect);

    private static Dialect DialectOf(Term a, Term b) => a._dialect ?? b._dialect ?? throw new InvalidOperationException("A term of two numbers is a number.");

    private static Term Choice(Dialect dialect, string text) => new(dialect, text, dialect.HasOperators ? Rank.Choice : Rank.Whole);

    private static Term Extreme(Term a, Term b, Func<Dialect, string, string, string> call)
    {
        var dialect = DialectOf(a, b);
        return Choice(dialect, call(dialect, a.At(Rank.Sum, dialect), b.At(Rank.Sum, dialect)));
    }

    // Parentheses wherever two kinds of operators meet, and around all that stands on the right.
    private static Term Combine(Term a, string sign, Term b, Rank rank)
    {
        var dialect = DialectOf(a, b);
        return new Term(dialect, a.Left(rank, dialect) + sign + b.At(Rank.Negation, dialect), rank);
    }

    private string Left(Rank rank, Dialect dialect) => _rank == rank ? In(dialect) : At(Rank.Negation, dialect);

    /// <summary>A comparison of two terms.</summary>
    internal readonly struct Condition(Dialect dialect, string sign, Term a, Term b)
    {
        public Dialect Dialect => dialect;

        public string Text => dialect.Compare(a.At(Rank.Whole, dialect), sign, b.At(Rank.Whole, dialect));
    }
}
