namespace SsnGen.Generator.Text;

/// <summary>How emitted code writes what expressions over floats consist of, beside the operators that C# has.</summary>
internal abstract class Dialect
{
    private readonly List<string> _declarations = [];

    /// <summary>The type of a value.</summary>
    public abstract string Type { get; }

    /// <summary>Whether choices and sums of products are written by operators, whose operands need parentheses, and not by calls.</summary>
    public virtual bool HasOperators => false;

    /// <summary>The statements that declare named parts of expressions, in their order.</summary>
    public IReadOnlyList<string> Declarations => _declarations;

    /// <summary>A constant.</summary>
    public abstract string Number(float value);

    /// <summary>A comparison, by its sign in C#.</summary>
    public abstract string Compare(string a, string sign, string b);

    /// <summary>One of two values.</summary>
    public abstract string Select(string condition, string yes, string no);

    /// <summary>The larger of two; where one is NaN, the second one.</summary>
    public abstract string Max(string a, string b);

    /// <summary>The smaller of two; where one is NaN, the second one.</summary>
    public abstract string Min(string a, string b);

    /// <summary>a·b + c.</summary>
    public abstract string MultiplyAdd(string a, string b, string c);

    /// <summary>e to a power.</summary>
    public abstract string Exp(string x);

    /// <summary>The natural logarithm.</summary>
    public abstract string Log(string x);

    /// <summary>Declares a variable before the expression.</summary>
    public void Declare(string name, string value) => _declarations.Add($"{Type} {name} = {value};");

    /// <summary>Writes an expression of variables as what a method returns.</summary>
    public void Return(SourceWriter w, Term value)
    {
        foreach (var declaration in Declarations)
        {
            w.Line(declaration);
        }

        w.Line($"return {value};");
    }
}
