namespace SsnGen.Generator.Text;

/// <summary>Expressions over single floats on a device, whose own maximum and minimum would drop NaN.</summary>
internal sealed class DeviceDialect : Dialect
{
    /// <inheritdoc/>
    public override string Type => "float";

    /// <inheritdoc/>
    public override bool HasOperators => true;

    /// <inheritdoc/>
    public override string Number(float value) => Literal.Of(value);

    /// <inheritdoc/>
    public override string Compare(string a, string sign, string b) => $"{a} {sign} {b}";

    /// <inheritdoc/>
    public override string Select(string condition, string yes, string no) => $"{condition} ? {yes} : {no}";

    /// <inheritdoc/>
    public override string Max(string a, string b) => Select($"{b} < {a}", a, b);

    /// <inheritdoc/>
    public override string Min(string a, string b) => Select($"{b} > {a}", a, b);

    /// <inheritdoc/>
    public override string MultiplyAdd(string a, string b, string c) => $"({a} * {b}) + {c}";

    /// <inheritdoc/>
    public override string Exp(string x) => $"global::System.MathF.Exp({x})";

    /// <inheritdoc/>
    public override string Log(string x) => $"global::System.MathF.Log({x})";
}
