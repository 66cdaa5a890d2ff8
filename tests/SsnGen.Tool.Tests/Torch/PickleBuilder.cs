using System.Buffers.Binary;
using System.Text;

namespace SsnGen.Tool.Tests.Torch;

/// <summary>Writes pickles operation by operation, as Python's pickletools lists them.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public PickleBuilder Do(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBuilder Do(string operations) => Do(Encoding.Latin1.GetBytes(operations));

    public PickleBuilder Protocol(byte version = 2) => Do(0x80, version);

    public PickleBuilder Stop() => Do(".");

    public PickleBuilder Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Do("X").Do(length).Do(bytes);
    }

    public PickleBuilder Int(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return value is >= 0 and < 256 ? Do("K").Do((byte)value)
            : value is >= int.MinValue and <= int.MaxValue ? Do("J").Do(bytes[..4])
            : Do(0x8a, 8).Do(bytes);
    }

    public PickleBuilder Double(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Do("G").Do(bytes);
    }

    public PickleBuilder Global(string module, string name) => Do($"c{module}\n{name}\n");

    public PickleBuilder Tuple(params ReadOnlySpan<int> values)
    {
        Do("(");
        foreach (var value in values)
        {
            Int(value);
        }

        return Do("t");
    }
}
