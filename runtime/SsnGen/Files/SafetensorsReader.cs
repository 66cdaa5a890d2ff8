namespace SsnGen.Files;

/// <summary>
/// Reads a safetensors stream once from front to back, tensor by tensor: what is read stays as it was read, whatever
/// happens to the file meanwhile, and a file of any length is fine as long as each tensor fits an array.
/// </summary>
internal static class SafetensorsReader
{
    // Of a stream whose length is unknown only so much is reserved before it has come.
    private const int Step = 1 << 20;

    /// <summary>Reads all of a stream.</summary>
    /// <param name="stream">The stream; it is not closed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="take">Receives each tensor with its bytes, in the order of the data.</param>
    /// <param name="wants">Which tensors to read; null for all. The bytes of the others are passed over.</param>
    /// <returns>The header.</returns>
    /// <exception cref="WeightsException">The stream cannot be read, or is not a valid safetensors file.</exception>
    public static SafetensorsHeader Read(Stream stream, string name, Action<SafetensorsTensor, byte[]> take, Predicate<SafetensorsTensor>? wants = null)
    {
        try
        {
            long? length = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : null;
            var prefix = Bytes(stream, SafetensorsHeader.PrefixSize, isLengthKnown: true);
            var size = SafetensorsHeader.ReadSize(name, prefix, length ?? (prefix.Length < SafetensorsHeader.PrefixSize ? prefix.Length : null));
            var json = Bytes(stream, size, length is not null);
            if (json.Length < size)
            {
                throw SafetensorsHeader.Truncated(name, (ulong)size, json.Length);
            }

            var header = SafetensorsHeader.Parse(name, json, length - SafetensorsHeader.PrefixSize - size);
            foreach (var tensor in header.Tensors)
            {
                var isWanted = wants is null || wants(tensor);
                var bytes = isWanted ? Bytes(stream, tensor.ByteCount, length is not null) : [];
                var read = isWanted ? bytes.Length : Pass(stream, tensor.ByteCount);
                if (read < tensor.ByteCount)
                {
                    throw SafetensorsHeader.Truncated(name, tensor, tensor.Start + read);
                }

                if (isWanted)
                {
                    take(tensor, bytes);
                }
            }

            return length is null && stream.ReadByte() >= 0
                ? throw new WeightsException(name, null, "more bytes follow the data of the last tensor and belong to none.")
                : header;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException(name, null, "it cannot be read: " + e.Message, e);
        }
    }

    /// <summary>The next bytes of a stream; fewer where it ends before.</summary>
    private static byte[] Bytes(Stream stream, int count, bool isLengthKnown)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(isLengthKnown ? count : Math.Min(count, Step));
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        while (read == bytes.Length && read < count)
        {
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
            read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
        }

        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Passes over bytes of a stream.</summary>
    /// <returns>How many there were.</returns>
    private static int Pass(Stream stream, int count)
    {
        if (stream.CanSeek)
        {
            stream.Seek(count, SeekOrigin.Current);
            return count;
        }

        var buffer = new byte[Math.Min(count, Step)];
        var passed = 0;
        while (passed < count && stream.Read(buffer.AsSpan(0, Math.Min(buffer.Length, count - passed))) is > 0 and var read)
        {
            passed += read;
        }

        return passed;
    }
}
