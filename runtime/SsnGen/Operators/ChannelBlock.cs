namespace SsnGen;

/// <summary>Blocks of channels, the layout of collapsed networks: [block][row][column][16].</summary>
internal static class ChannelBlock
{
    /// <summary>Channels of a block.</summary>
    public const int Size = 16;

    /// <summary>How many blocks hold some channels.</summary>
    public static int Count(int channels) => (channels + Size - 1) / Size;

    /// <summary>Channels of whole blocks.</summary>
    public static int Padded(int channels) => Count(channels) * Size;
}
