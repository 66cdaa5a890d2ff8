using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network;

/// <summary>Writes the end of a layer: bias or running moments, residual, activation.</summary>
internal static class LayerEndEmitter
{
    /// <summary>The expression of y.</summary>
    /// <param name="end">The end.</param>
    /// <param name="channels">Channels of the layer.</param>
    /// <param name="width">Values of the expression: 1 or 4.</param>
    /// <param name="t">What was produced.</param>
    /// <param name="channel">The index of its channel.</param>
    /// <param name="residual">The residual's value.</param>
    public static string Expression(LayerEnd end, int channels, int width, string t, string channel, string residual)
    {
        t = end.Shift switch
        {
            ChannelShift.Bias => Add(t, $"bias[{channel}]"),
            ChannelShift.Affine => $"onGpu::GpuTiles.Normalize({t}, affine, {channel}, {Literal.Of(Ceiling.Multiple(channels, InferencePlan.Block))})",
            ChannelShift.None => t,
            _ => throw new InvalidOperationException($"No emission for {end.Shift}."),
        };
        t = end.Residual ? Add(t, residual) : t;
        return end.Activation is { } activation ? $"{activation.Name}({t})" : t;

        string Add(string a, string b) => width == 4 ? $"onGpu::GpuTiles.Add({a}, {b})" : $"{a} + {b}";
    }

    /// <summary>Writes an activation as a function of one value and of four.</summary>
    public static void Emit(SourceWriter w, Activation activation)
    {
        w.Summary($"y = {activation.Formula("t")}.");
        using (w.Open($"private static float {activation.Name}(float t)"))
        {
            var dialect = new DeviceDialect();
            dialect.Return(w, activation.Value(Term.Variable(dialect, "t")));
        }

        w.Line();
        w.Line($"private static onGpu::Float4 {activation.Name}(onGpu::Float4 t) => new({string.Join(", ", "XYZW".Select(p => $"{activation.Name}(t.{p})"))});");
    }
}
