namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Writes convolutions as the attributes that declare them.</summary>
internal static class ConvText
{
    private const int MostExpansion = 16;

    /// <summary>A convolution.</summary>
    public static string Of(Producer.Conv conv, Shape input, bool isNormalized, TextContext context)
    {
        var isDepthwise = conv.Groups > 1 && conv.Groups == input.Channels;
        var window = conv.Window;
        int[] strides = [.. window.Axes.Select(static a => a.Stride)];
        return ProducerText.Attribute("Conv", [
            isDepthwise ? DepthwiseChannels(conv.Channels / input.Channels, input, context) : Channels(conv.Channels, input, context, out var more) + more,
            WindowText.Kernel([.. window.Axes.Select(static a => a.Kernel)]),
            context.IsStrided switch
            {
                true => "Strided = true",
                false => WindowText.ConvStrides(strides),
                null => "",
            },
            WindowText.Dilations([.. window.Axes.Select(static a => a.Dilation)]),
            WindowText.ConvPadding(window, input),
            isDepthwise ? "Depthwise = true" : conv.Groups > 1 ? $"Groups = {Literals.Of(conv.Groups)}" : "",
            ProducerText.BiasOf(conv.Bias, isNormalized)]);
    }

    /// <summary>A transposed convolution, whose kernel and stride are 2 where nothing is said.</summary>
    public static string Of(Producer.ConvTranspose conv, bool isNormalized, TextContext context)
    {
        var axis = conv.Window.Rows;
        return ProducerText.Attribute("ConvTranspose", [
            context.StageChannels == conv.Channels ? "" : Literals.Of(conv.Channels),
            axis.Kernel == 2 ? "" : $"Kernel = {Literals.Of(axis.Kernel)}",
            axis.Stride == 2 ? "" : $"Stride = {Literals.Of(axis.Stride)}",
            axis.Before == 0 ? "" : $"Padding = {Literals.Of(axis.Before)}",
            conv.OutputPadding == 0 ? "" : $"OutputPadding = {Literals.Of(conv.OutputPadding)}",
            axis.Dilation == 1 ? "" : $"Dilation = {Literals.Of(axis.Dilation)}",
            ProducerText.BiasOf(conv.Bias, isNormalized)]);
    }

    // As many as it reads, whatever the stage has, or a multiple of them.
    private static string DepthwiseChannels(int multiple, Shape input, TextContext context) => multiple switch
    {
        1 => "",
        <= MostExpansion when context.StageChannels > 0 => $"Expansion = {Literals.Of(multiple)}",
        _ => Literals.Of(multiple * input.Channels),
    };

    // Those of the stage, a part of them, a multiple of what it reads, or a number of its own.
    private static string Channels(int channels, Shape input, TextContext context, out string more)
    {
        more = "";
        var stage = context.StageChannels;
        if (stage == 0)
        {
            return Literals.Of(channels);
        }

        if (stage == channels)
        {
            return "";
        }

        if (stage % channels == 0)
        {
            more = $"Reduction = {Literals.Of(stage / channels)}";
            return "";
        }

        if (channels % input.Channels == 0 && channels / input.Channels is > 1 and <= MostExpansion)
        {
            more = $"Expansion = {Literals.Of(channels / input.Channels)}";
            return "";
        }

        return Literals.Of(channels);
    }
}
