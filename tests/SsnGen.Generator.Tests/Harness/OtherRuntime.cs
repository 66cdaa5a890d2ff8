extern alias runtime;

using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using SsnGen.Inference;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>SsnGen.dll as it is, but for what its metadata say of the contract: enough for those that compile against it.</summary>
internal static class OtherRuntime
{
    /// <summary>One of the next contract, in version 0.2.0.</summary>
    public static byte[] Next { get; } = Edit(static (reader, metadata) =>
    {
        var number = reader.GetFieldDefinition(reader.GetTypeDefinition(TypeOf(reader, nameof(Contract))).GetFields().Single()).GetDefaultValue();

        // Equal constants share their value, so the place is changed that says where it is.
        var constants = Enumerable.Range(1, reader.GetTableRowCount(TableIndex.Constant)).Select(row => reader.GetConstant(MetadataTokens.ConstantHandle(row)));
        var next = constants.First(c => c.TypeCode == ConstantTypeCode.Int32 && reader.GetBlobReader(c.Value).ReadInt32() == Contract.Number + 1);
        var size = Size(reader, HeapIndex.Blob);
        Write(metadata, Row(reader, TableIndex.Constant, number) + reader.GetTableRowSize(TableIndex.Constant) - size, MetadataTokens.GetHeapOffset(next.Value), size);
        Write(metadata, Row(reader, TableIndex.Assembly, EntityHandle.AssemblyDefinition) + MinorVersion, 2, sizeof(ushort));
    });

    /// <summary>One from before there were contracts.</summary>
    public static byte[] WithoutContract { get; } = Edit(static (reader, metadata) =>
    {
        var type = TypeOf(reader, nameof(Contract));
        Rename(reader, metadata, Row(reader, TableIndex.TypeDef, type) + TypeName, reader.GetTypeDefinition(type).Name);
    });

    /// <summary>One whose layers are described by a method that ours lacks.</summary>
    public static byte[] WithOtherLayers { get; } = Edit(static (reader, metadata) =>
    {
        var setter = reader.GetTypeDefinition(TypeOf(reader, nameof(runtime::SsnGen.Layer))).GetMethods()
            .Single(m => reader.StringComparer.Equals(reader.GetMethodDefinition(m).Name, "set_" + nameof(runtime::SsnGen.Layer.Path)));
        Rename(reader, metadata, Row(reader, TableIndex.MethodDef, setter) + MethodName, reader.GetMethodDefinition(setter).Name);
    });

    // Places in rows: ECMA-335, II.22.2, II.22.26 and II.22.37.
    private const int MinorVersion = 6;
    private const int MethodName = 8;
    private const int TypeName = 4;

    private delegate void Editing(MetadataReader reader, Span<byte> metadata);

    private static byte[] Edit(Editing edit)
    {
        var image = File.ReadAllBytes(typeof(runtime::SsnGen.Layer).Assembly.Location);
        using var file = new PEReader(new MemoryStream(image.ToArray()));
        edit(file.GetMetadataReader(), image.AsSpan(file.PEHeaders.MetadataStartOffset, file.PEHeaders.MetadataSize));
        return image;
    }

    private static TypeDefinitionHandle TypeOf(MetadataReader reader, string name) =>
        reader.TypeDefinitions.Single(t => reader.StringComparer.Equals(reader.GetTypeDefinition(t).Name, name));

    private static int Row(MetadataReader reader, TableIndex table, EntityHandle handle) =>
        reader.GetTableMetadataOffset(table) + ((MetadataTokens.GetRowNumber(handle) - 1) * reader.GetTableRowSize(table));

    private static int Size(MetadataReader reader, HeapIndex heap) => reader.GetHeapSize(heap) > ushort.MaxValue ? sizeof(int) : sizeof(ushort);

    // The name without its first letter, which needs no place of its own.
    private static void Rename(MetadataReader reader, Span<byte> metadata, int place, StringHandle name) =>
        Write(metadata, place, MetadataTokens.GetHeapOffset(name) + 1, Size(reader, HeapIndex.String));

    private static void Write(Span<byte> metadata, int place, int value, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        bytes[..size].CopyTo(metadata[place..]);
    }
}
