using System.Buffers.Binary;

namespace SsnGen.History;

/// <summary>Reads a history file record by record.</summary>
internal static class HistoryRecords
{
    /// <summary>The bodies of all records that were finished, and where each begins.</summary>
    /// <param name="stream">The file, from its beginning.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is no history, or damaged before its end.</exception>
    public static IEnumerable<(long Place, byte[] Body)> Read(Stream stream, string path)
    {
        var magic = new byte[HistoryFormat.Magic.Length];
        if (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !HistoryFormat.Magic.SequenceEqual(magic))
        {
            throw new InvalidDataException($"{path} is no history of a training: it does not begin with SSNHIST and version {HistoryFormat.Magic[^1]}.");
        }

        var place = (long)magic.Length;
        var frame = new byte[4];
        while (stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(frame);
            if (length is < 1 or > HistoryFormat.LongestBody)
            {
                throw Damaged(path, place, $"a record of {length} bytes");
            }

            // A file may claim more than it has.
            if (stream.Length - stream.Position < length + frame.Length)
            {
                yield break;
            }

            var body = new byte[length];
            stream.ReadExactly(body);
            stream.ReadExactly(frame);
            if (BinaryPrimitives.ReadUInt32LittleEndian(frame) != HistoryFormat.Sum(body))
            {
                // The last one may have been written in part when the machine stopped.
                if (stream.Position == stream.Length)
                {
                    yield break;
                }

                throw Damaged(path, place, "a record whose sum is another one");
            }

            yield return (place, body);
            place += length + HistoryFormat.Frame;
        }
    }

    /// <summary>What is said of a record that cannot be read.</summary>
    public static InvalidDataException Damaged(string path, long place, string what, Exception? cause = null) =>
        new($"{path} is damaged at byte {place}: {what}. What is before it can be read by cutting the file there.", cause);
}
