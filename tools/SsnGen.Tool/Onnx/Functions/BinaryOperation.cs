namespace SsnGen.Tool.Onnx.Functions;

/// <summary>An operation of two numbers.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Of">The operation.</param>
internal sealed record BinaryOperation(string Name, Func<double, double, double> Of)
{
    public static readonly BinaryOperation Add = new("Add", static (a, b) => a + b);
    public static readonly BinaryOperation Subtract = new("Sub", static (a, b) => a - b);
    public static readonly BinaryOperation Multiply = new("Mul", static (a, b) => a * b);
    public static readonly BinaryOperation Divide = new("Div", static (a, b) => a / b);
    public static readonly BinaryOperation Power = new("Pow", Math.Pow);
    public static readonly BinaryOperation Minimum = new("Min", Math.Min);
    public static readonly BinaryOperation Maximum = new("Max", Math.Max);
}
