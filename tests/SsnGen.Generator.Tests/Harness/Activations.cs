namespace SsnGen.Generator.Tests;

/// <summary>Every activation there is, and none.</summary>
internal static class Activations
{
    public static Activation Relu { get; } = new Activation.Relu();

    public static Activation LeakyRelu { get; } = new Activation.LeakyRelu();

    public static Activation Silu { get; } = new Activation.Silu();

    /// <summary>None, then one of each kind, with the arguments that it has by default.</summary>
    public static Activation?[] All { get; } = [null, .. typeof(Activation).GetNestedTypes().Where(static t => t.IsSubclassOf(typeof(Activation))).Select(Create)];

    private static Activation Create(Type type)
    {
        var constructor = type.GetConstructors().Single();
        return (Activation)constructor.Invoke([.. constructor.GetParameters().Select(static p => p.DefaultValue)]);
    }
}
