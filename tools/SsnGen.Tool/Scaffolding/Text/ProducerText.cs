namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Writes producers as the attributes that declare them.</summary>
internal static class ProducerText
{
    /// <summary>The attribute of a producer; null where it needs none.</summary>
    /// <param name="producer">The producer.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="isNormalized">Whether its layer is normalized.</param>
    /// <param name="context">Where it is written.</param>
    /// <exception cref="ScaffoldException">No attribute declares it.</exception>
    public static string? Of(Producer producer, Shape input, bool isNormalized, TextContext context) => producer switch
    {
        Producer.Identity => null,
        Producer.Conv conv => ConvText.Of(conv, input, isNormalized, context),
        Producer.ConvTranspose conv => ConvText.Of(conv, isNormalized, context),
        Producer.Linear linear => Attribute("Linear", [Literals.Of(linear.Features), BiasOf(linear.Bias, isNormalized)]),
        Producer.MaxPool pool => Pool("MaxPool", pool.Window, input, ""),
        Producer.AveragePool pool => Pool("AveragePool", pool.Window, input, pool.CountsPadding ? "" : "CountIncludePad = false"),
        Producer.GlobalAveragePool => "GlobalAveragePool",
        Producer.AdaptiveAveragePool pool => Attribute("AdaptiveAveragePool", [Literals.Of(pool.Height), pool.Width == pool.Height ? "" : Literals.Of(pool.Width)]),
        Producer.ResizeNearest resize => Resized(resize, input, context, ""),
        Producer.ResizeBilinear resize => Resized(resize, input, context, "Mode = Interpolation.Bilinear" + (resize.AlignsCorners ? ", AlignCorners = true" : "")),
        Producer.ChannelShuffle shuffle => $"ChannelShuffle({Literals.Of(shuffle.Groups)})",
        Producer.Chunk chunk => $"Chunk({Literals.Of(chunk.Index)}, {Literals.Of(chunk.Parts)})",
        Producer.DepthToSpace pixels => Attribute("DepthToSpace", [Literals.Of(pixels.Factor), pixels.PixelsFirst ? "PixelsFirst = true" : ""]),
        Producer.PRelu prelu => prelu.PerChannel ? "PRelu(PerChannel = true)" : "PRelu",
        Producer.Softmax => "Softmax",
        _ => throw new InvalidOperationException($"No attribute is known of {producer}."),
    };

    /// <summary>An attribute with those of its arguments that say something.</summary>
    public static string Attribute(string name, IEnumerable<string> arguments) =>
        arguments.Where(static a => a.Length > 0).ToArray() is { Length: > 0 } given ? $"{name}({string.Join(", ", given)})" : name;

    /// <summary>What is said of a bias: nothing where it is as usual.</summary>
    public static string BiasOf(bool bias, bool isNormalized) => bias == !isNormalized ? "" : $"Bias = {Literals.Of(bias)}";

    private static string Pool(string name, Window window, Shape input, string more)
    {
        var kernels = window.Axes.Select(static a => a.Kernel).ToArray();
        var isSquare = kernels.Distinct().Count() == 1;
        var strides = window.Axes.Select(static a => a.Stride).ToArray();
        return Attribute(name, [
            isSquare ? Literals.Of(kernels[0]) : $"KernelShape = {Literals.Of(kernels)}",
            strides.SequenceEqual(kernels) ? "" : WindowText.Strides(strides),
            WindowText.PoolPadding(window, input),
            window.Ceiling ? "CeilMode = true" : "",
            more]);
    }

    private static string Resized(Producer.Resize resize, Shape input, TextContext context, string more)
    {
        var factor = resize.Height / input.Height;
        if (factor >= 2 && resize.Height == factor * input.Height && resize.Width == factor * input.Width)
        {
            return Attribute("Upsample", [Literals.Of(factor), more]);
        }

        return context.Like(resize.Height, resize.Width) is { } like
            ? Attribute("Resize", [like, more])
            : throw new ScaffoldException($"nothing before it has {resize.Height}x{resize.Width} pixels, as [Resize] needs, and [Upsample] has one whole factor for both sides: {input} is read");
    }
}
