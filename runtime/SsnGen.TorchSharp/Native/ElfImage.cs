using System.Buffers.Binary;

namespace SsnGen.TorchSharp;

/// <summary>Edits a 64-bit little-endian ELF shared library held in memory.</summary>
/// <remarks>
/// Layout: System V ABI (ELF header, program headers, dynamic section); Linux Standard Base, "Symbol Versioning"
/// (Elfxx_Verneed and Elfxx_Vernaux). Every offset is checked; a malformed image is an error, never a stray write.
/// </remarks>
internal static class ElfImage
{
    private const int LoadSegment = 1;
    private const int DynamicSegment = 2;
    private const int ProgramHeaderSize = 56;
    private const int DynamicEntrySize = 16;
    private const ulong StringTableTag = 5;
    private const ulong VersionsNeededTag = 0x6ffffffe;
    private const ulong VersionsNeededCountTag = 0x6fffffff;
    private const ushort WeakFlag = 2;

    /// <summary>Marks each requirement of one symbol version as weak, so that a library without that version will do.</summary>
    /// <param name="image">The file, edited in place.</param>
    /// <param name="version">The version, such as GLIBCXX_3.4.32.</param>
    /// <returns>Whether the image was changed.</returns>
    /// <exception cref="InvalidDataException">The image is no well-formed 64-bit little-endian ELF library.</exception>
    public static bool WeakenRequiredVersion(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..6].SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");
        }

        var strings = DynamicValue(image, StringTableTag);
        var needed = DynamicValue(image, VersionsNeededTag);
        var count = DynamicValue(image, VersionsNeededCountTag);
        if (strings is null || needed is null || count is null)
        {
            return false;
        }

        var names = FileOffset(image, strings.Value);
        var entry = FileOffset(image, needed.Value);
        var changed = false;
        for (ulong i = 0; i < count; i++)
        {
            var requirement = entry + U32(image, entry + 8);
            for (var remaining = U16(image, entry + 2); remaining > 0; remaining--)
            {
                var flags = U16(image, requirement + 4);
                if ((flags & WeakFlag) == 0 && NameIs(image, names + U32(image, requirement + 8), version))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(At(image, requirement + 4, 2), (ushort)(flags | WeakFlag));
                    changed = true;
                }

                requirement += U32(image, requirement + 12);
            }

            entry += U32(image, entry + 12);
        }

        return changed;
    }

    private static ulong? DynamicValue(Span<byte> image, ulong tag)
    {
        for (var header = 0; header < U16(image, 0x38); header++)
        {
            var segment = ProgramHeader(image, header);
            if (U32(image, segment) != DynamicSegment)
            {
                continue;
            }

            var offset = U64(image, segment + 8);
            for (ulong at = 0; at + DynamicEntrySize <= U64(image, segment + 32); at += DynamicEntrySize)
            {
                var found = U64(image, offset + at);
                if (found == tag)
                {
                    return U64(image, offset + at + 8);
                }

                if (found == 0)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private static ulong FileOffset(Span<byte> image, ulong address)
    {
        for (var header = 0; header < U16(image, 0x38); header++)
        {
            var segment = ProgramHeader(image, header);
            var start = U64(image, segment + 16);
            if (U32(image, segment) == LoadSegment && address >= start && address - start < U64(image, segment + 32))
            {
                return address - start + U64(image, segment + 8);
            }
        }

        throw new InvalidDataException($"No loaded segment of the ELF file holds address 0x{address:x}.");
    }

    private static ulong ProgramHeader(Span<byte> image, int index)
    {
        var size = U16(image, 0x36);
        return size == ProgramHeaderSize
            ? U64(image, 0x20) + ((ulong)index * ProgramHeaderSize)
            : throw new InvalidDataException($"The program headers of the ELF file have {size} bytes instead of {ProgramHeaderSize}.");
    }

    private static bool NameIs(Span<byte> image, ulong offset, string name)
    {
        var found = At(image, offset, name.Length + 1);
        return found[^1] == 0 && System.Text.Ascii.Equals(found[..^1], name);
    }

    private static ushort U16(Span<byte> image, ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(image, offset, 2));

    private static uint U32(Span<byte> image, ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(image, offset, 4));

    private static ulong U64(Span<byte> image, ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(image, offset, 8));

    private static Span<byte> At(Span<byte> image, ulong offset, int length) =>
        offset <= (ulong)image.Length && (ulong)image.Length - offset >= (ulong)length
            ? image.Slice((int)offset, length)
            : throw new InvalidDataException($"The ELF file refers to {length} bytes at 0x{offset:x}, past its end at 0x{image.Length:x}.");
}
