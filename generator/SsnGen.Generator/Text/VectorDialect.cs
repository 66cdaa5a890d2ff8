namespace SsnGen.Generator.Text;

/// <summary>Expressions over vectors of the processor.</summary>
/// <param name="vectors">The static class of the vectors, such as <c>vN::Vector</c>.</param>
/// <param name="type">The type of a vector.</param>
/// <param name="broadcast">What gives a vector of one value, before its parentheses.</param>
/// <param name="exp">The function that raises e to a power; null for that of the vectors.</param>
/// <param name="isForBrowsers">Whether they are those of WebAssembly, where .NET makes calls for single values of what it has no operation for.</param>
internal sealed class VectorDialect(string vectors, string type, string broadcast, string? exp = null, bool isForBrowsers = false) : Dialect
{
    /// <inheritdoc/>
    public override bool HasOperators => isForBrowsers;

    /// <inheritdoc/>
    public override string Type => type;

    /// <inheritdoc/>
    public override string Number(float value) => value == 0 ? type + ".Zero" : value == 1 ? type + ".One" : $"{broadcast}({Literal.Of(value)})";

    /// <inheritdoc/>
    public override string Compare(string a, string sign, string b) => vectors + sign switch
    {
        "<" => ".LessThan",
        "<=" => ".LessThanOrEqual",
        ">" => ".GreaterThan",
        ">=" => ".GreaterThanOrEqual",
        _ => throw new ArgumentException("There is no comparison " + sign + " of vectors.", nameof(sign)),
    } + $"({a}, {b})";

    /// <inheritdoc/>
    public override string Select(string condition, string yes, string no) => $"{vectors}.ConditionalSelect({condition}, {yes}, {no})";

    // In one instruction, which gives its second operand where one is NaN (x64), or NaN (Arm, WebAssembly).

    /// <inheritdoc/>
    public override string Max(string a, string b) => $"{vectors}.{(isForBrowsers ? "Max" : "MaxNative")}({a}, {b})";

    /// <inheritdoc/>
    public override string Min(string a, string b) => $"{vectors}.{(isForBrowsers ? "Min" : "MinNative")}({a}, {b})";

    /// <inheritdoc/>
    public override string MultiplyAdd(string a, string b, string c) => isForBrowsers ? $"({a} * {b}) + {c}" : $"{vectors}.MultiplyAddEstimate({a}, {b}, {c})";

    /// <inheritdoc/>
    public override string Exp(string x) => $"{exp ?? vectors + ".Exp"}({x})";

    /// <inheritdoc/>
    public override string Log(string x) => $"{vectors}.Log({x})";
}
