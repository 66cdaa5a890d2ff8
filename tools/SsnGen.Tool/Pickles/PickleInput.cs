using System.Buffers.Binary;
using System.Text;

namespace SsnGen.Tool.Pickles;

/// <summary>The bytes of a pickle, from front to back. No more is ever reserved than is there.</summary>
/// <param name="stream">Where they come from; its length is known.</param>
/// <param name="longest">How many bytes the pickle may have.</param>
internal sealed class PickleInput(Stream stream, long longest)
{
    private readonly long _end = Math.Min(stream.Length, stream.Position + longest);
    private readonly bool _isCut = stream.Length > stream.Position + longest;
    private long _position = stream.Position;

    /// <summary>The next byte.</summary>
    public byte Byte()
    {
        Take(1);
        return (byte)stream.ReadByte();
    }

    /// <summary>The next two bytes as a number.</summary>
    public int UInt16()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    /// <summary>The next four bytes as a number.</summary>
    public int Int32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Fill(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    /// <summary>The next eight bytes as a number.</summary>
    public long Int64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>The next eight bytes as a number, the largest digits first.</summary>
    public double Double()
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        Fill(bytes);
        return BinaryPrimitives.ReadDoubleBigEndian(bytes);
    }

    /// <summary>So many bytes.</summary>
    public byte[] Bytes(long count)
    {
        if (count < 0)
        {
            throw new FormatException("something has a negative length");
        }

        Take(count);
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The bytes up to the end of the line, as Latin-1.</summary>
    public string Line()
    {
        const int Longest = 1 << 16;
        var line = new StringBuilder();
        for (var next = Byte(); next != '\n'; next = Byte())
        {
            if (line.Append((char)next).Length > Longest)
            {
                throw new FormatException($"a line has more than {Longest} characters");
            }
        }

        return line.ToString();
    }

    private void Fill(Span<byte> bytes)
    {
        Take(bytes.Length);
        stream.ReadExactly(bytes);
    }

    private void Take(long count)
    {
        if (count > _end - _position)
        {
            throw new FormatException(_isCut ? $"it has more than the supported {longest} bytes" : "it ends early");
        }

        _position += count;
    }
}
