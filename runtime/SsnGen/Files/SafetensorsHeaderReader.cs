using System.Collections.Immutable;
using System.Text.Json;

namespace SsnGen.Files;

/// <summary>Walks through the JSON of a safetensors header. Checks each tensor by itself; the layout of all is checked by <see cref="SafetensorsHeader"/>.</summary>
internal ref struct SafetensorsHeaderReader(string file, ReadOnlySpan<byte> json)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private Utf8JsonReader _json = new(json, new JsonReaderOptions { MaxDepth = 4 });

    /// <summary>The metadata that were read.</summary>
    public readonly IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The tensors that were read, in the order of the header.</summary>
    public List<SafetensorsTensor> Tensors { get; } = [];

    /// <summary>Reads the whole header; <see cref="JsonException"/> and <see cref="InvalidOperationException"/> mean invalid JSON.</summary>
    public void Read()
    {
        Next();
        while (NextKey(out var name))
        {
            if (!_names.Add(name))
            {
                throw new WeightsException(file, name, "the header has it twice.");
            }

            if (name == SafetensorsHeader.MetadataKey)
            {
                ReadMetadata();
            }
            else if (Tensors.Count < SafetensorsHeader.MaximumEntries)
            {
                Tensors.Add(ReadTensor(name));
            }
            else
            {
                throw new WeightsException(file, null, $"the header lists more than the supported {SafetensorsHeader.MaximumEntries} tensors.");
            }
        }

        // The reader allows white space up to the end and throws at anything else.
        _json.Read();
    }

    private void ReadMetadata()
    {
        Expect(JsonTokenType.StartObject, SafetensorsHeader.MetadataKey, "an object of strings");
        while (NextKey(out var key))
        {
            Expect(JsonTokenType.String, SafetensorsHeader.MetadataKey, $"a string as the value of '{key}'");
            if (!_metadata.TryAdd(key, _json.GetString()!))
            {
                throw new WeightsException(file, null, $"{SafetensorsHeader.MetadataKey} has the key '{key}' twice.");
            }

            if (_metadata.Count > SafetensorsHeader.MaximumEntries)
            {
                throw new WeightsException(file, null, $"{SafetensorsHeader.MetadataKey} has more than the supported {SafetensorsHeader.MaximumEntries} keys.");
            }
        }
    }

    private SafetensorsTensor ReadTensor(string name)
    {
        string? type = null;
        ImmutableArray<int>? shape = null;
        (long Start, long End)? offsets = null;
        Expect(JsonTokenType.StartObject, name, "an object with dtype, shape and data_offsets");
        while (NextKey(out var key))
        {
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadType(name);
                    break;
                case "shape" when shape is null:
                    shape = ReadShape(name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadOffsets(name);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw new WeightsException(file, name, $"the header has '{key}' twice.");
                default:
                    throw new WeightsException(file, name, $"the header has the unknown key '{key}'.");
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            var missing = type is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw new WeightsException(file, name, $"the header has no '{missing}'.");
        }

        return Tensor(name, type, shape.Value, offsets.Value);
    }

    private readonly SafetensorsTensor Tensor(string name, string typeName, ImmutableArray<int> shape, (long Start, long End) offsets)
    {
        var type = SafetensorsTypes.Parse(typeName);
        var (start, end) = offsets;
        var isRange = start >= 0 && end >= start;

        // Nothing is known about the size of another program's type, but where it is.
        var bytes = type != SafetensorsType.Other ? SafetensorsTypes.ByteCount(type, shape.AsSpan()) : isRange ? end - start : 0;
        if (bytes > Array.MaxLength)
        {
            throw new WeightsException(file, name, $"{typeName} {ShapeText.Of(shape.AsSpan())} needs more than the supported {Array.MaxLength} bytes.");
        }

        return isRange && end - start == bytes
            ? new SafetensorsTensor(name, type, typeName, shape, start, (int)bytes)
            : throw new WeightsException(file, name, $"its data_offsets are [{start}, {end}], and {typeName} {ShapeText.Of(shape.AsSpan())} takes {bytes} bytes.");
    }

    private string ReadType(string tensor)
    {
        const int Longest = 32;
        Expect(JsonTokenType.String, tensor, "a string as dtype");
        return _json.ValueSpan.Length <= Longest
            ? _json.GetString()!
            : throw new WeightsException(file, tensor, $"its dtype is a text of {_json.ValueSpan.Length} bytes.");
    }

    private ImmutableArray<int> ReadShape(string tensor)
    {
        var shape = ImmutableArray.CreateBuilder<int>();
        Expect(JsonTokenType.StartArray, tensor, "an array as shape");
        while (Next() != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt32(out var size) || size < 0)
            {
                throw new WeightsException(file, tensor, $"the shape needs whole numbers from 0 to {int.MaxValue}.");
            }

            if (shape.Count == SafetensorsHeader.MaximumDimensions)
            {
                throw new WeightsException(file, tensor, $"the shape has more than the supported {SafetensorsHeader.MaximumDimensions} dimensions.");
            }

            shape.Add(size);
        }

        return shape.DrainToImmutable();
    }

    private (long Start, long End) ReadOffsets(string tensor)
    {
        Expect(JsonTokenType.StartArray, tensor, "an array as data_offsets");
        var start = ReadOffset(tensor);
        var end = ReadOffset(tensor);
        Expect(JsonTokenType.EndArray, tensor, "two numbers as data_offsets");
        return (start, end);
    }

    private long ReadOffset(string tensor)
    {
        Expect(JsonTokenType.Number, tensor, "two numbers as data_offsets");
        return _json.TryGetInt64(out var offset)
            ? offset
            : throw new WeightsException(file, tensor, "data_offsets need whole numbers.");
    }

    /// <summary>Moves to the next key of an object; false at its end.</summary>
    private bool NextKey(out string key)
    {
        key = "";
        if (Next() == JsonTokenType.EndObject)
        {
            return false;
        }

        if (_json.ValueSpan.Length > SafetensorsHeader.MaximumName)
        {
            throw new WeightsException(file, null, $"the header has a name of {_json.ValueSpan.Length} bytes, and at most {SafetensorsHeader.MaximumName} are supported.");
        }

        key = _json.GetString()!;
        return true;
    }

    private void Expect(JsonTokenType type, string where, string what)
    {
        if (Next() != type)
        {
            throw new WeightsException(file, where, $"the header needs {what}.");
        }
    }

    private JsonTokenType Next() => _json.Read() ? _json.TokenType : throw new JsonException("It ends early.");
}
