using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace SsnGen.History;

/// <summary>
/// The records of a history file, which docs/files.md describes: each is its length, its body and a sum over it, so that what a killed process
/// left unfinished is known, and nothing that is finished is ever written again.
/// </summary>
internal static class HistoryFormat
{
    /// <summary>How a file begins: the format and its version.</summary>
    public static ReadOnlySpan<byte> Magic => "SSNHIST\u0001"u8;

    /// <summary>The record that comes first: the network.</summary>
    public const byte Network = 1;

    /// <summary>A step.</summary>
    public const byte Step = 2;

    /// <summary>A score.</summary>
    public const byte Score = 3;

    /// <summary>The longest body that is read.</summary>
    public const int LongestBody = 1 << 24;

    /// <summary>Bytes of a record beside its body.</summary>
    public const int Frame = 8;

    private const int LongestPath = 1 << 15;
    private const int MostNormalizers = 4;
    private const byte NotFixed = 255;

    /// <summary>A record: length, body, sum.</summary>
    public static byte[] Record(ReadOnlySpan<byte> body)
    {
        var record = new byte[body.Length + Frame];
        BinaryPrimitives.WriteInt32LittleEndian(record, body.Length);
        body.CopyTo(record.AsSpan(4));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4 + body.Length), Sum(body));
        return record;
    }

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static uint Sum(ReadOnlySpan<byte> body)
    {
        var sum = uint.MaxValue;
        while (body.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(body));
            body = body[sizeof(ulong)..];
        }

        foreach (var value in body)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }

    /// <summary>The body of the network.</summary>
    public static byte[] Body(string model, IReadOnlyList<HistoryLayer> layers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write([Network]);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteStartArray("layers");
        foreach (var layer in layers)
        {
            json.WriteStartObject();
            json.WriteString("path", layer.Path);
            json.WriteStartArray("normalizers");
            foreach (var normalizer in layer.Normalizers)
            {
                json.WriteStringValue(normalizer.ToString());
            }

            json.WriteEndArray();
            json.WriteString("gate", layer.Gate.ToString());
            json.WriteBoolean("shared", layer.IsShared);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the body of the network.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static (string Model, ImmutableArray<HistoryLayer> Layers) ReadNetwork(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body[1..]);
            var layers = json.RootElement.GetProperty("layers").EnumerateArray().Select(static layer => new HistoryLayer(
                layer.GetProperty("path").GetString()!,
                [.. layer.GetProperty("normalizers").EnumerateArray().Select(static n => Enum.Parse<Normalizer>(n.GetString()!))],
                Enum.Parse<Gate>(layer.GetProperty("gate").GetString()!),
                layer.GetProperty("shared").GetBoolean())).ToImmutableArray();
            if (layers.Any(static l => l.Path is not { Length: > 0 and <= LongestPath } || l.Normalizers.Length is < 2 or > MostNormalizers
                || !Enum.IsDefined(l.Gate) || l.Normalizers.Any(static n => !Enum.IsDefined(n)) || l.Normalizers.Distinct().Count() != l.Normalizers.Length))
            {
                throw new FormatException("a layer of it has no path, or no choice");
            }

            return (json.RootElement.GetProperty("model").GetString() ?? "", layers);
        }
        catch (Exception reason) when (reason is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("the network in it cannot be read", reason);
        }
    }

    /// <summary>The body of a step.</summary>
    public static byte[] Body(HistoryStep step, IReadOnlyList<HistoryLayer> layers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write([Step]);
        Write(buffer, step.Step);
        Write(buffer, (float)step.Loss);
        Write(buffer, (float)step.Radius);
        Write(buffer, (float)step.LearningRate);
        Write(buffer, (float)step.ControlGradientNorm);
        Write(buffer, step.RefusedBatches);
        for (var i = 0; i < layers.Count; i++)
        {
            var ratios = step.Layers[i];
            Write(buffer, ratios.Mean.Span, ratios.IsMeanFixed);
            if (!layers[i].IsShared)
            {
                Write(buffer, ratios.Variance.Span, ratios.IsVarianceFixed);
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the body of a step.</summary>
    /// <exception cref="FormatException">It is none of these layers.</exception>
    public static HistoryStep ReadStep(ReadOnlySpan<byte> body, ImmutableArray<HistoryLayer> layers)
    {
        var reader = new Reader(body[1..]);
        var (step, loss, radius, rate, norm, refused) = (reader.Long(), reader.Float(), reader.Float(), reader.Float(), reader.Float(), reader.Long());
        var all = new HistoryRatios[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            var (mean, isMeanFixed) = reader.Ratios(layers[i].Normalizers.Length);
            var (variance, isVarianceFixed) = layers[i].IsShared ? (mean, isMeanFixed) : reader.Ratios(layers[i].Normalizers.Length);
            all[i] = new HistoryRatios(mean, variance, isMeanFixed, isVarianceFixed);
        }

        return reader.IsAtEnd ? new HistoryStep(step, loss, radius, rate, norm, refused, all) : throw new FormatException("a step has more than its layers");
    }

    /// <summary>Which step a step or a score is of.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static long StepOf(ReadOnlySpan<byte> body) => new Reader(body[1..]).Long();

    /// <summary>The body of a score.</summary>
    public static byte[] Body(HistoryScore score)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write([Score]);
        Write(buffer, score.Step);
        Write(buffer, (float)score.Value);
        buffer.Write(Encoding.UTF8.GetBytes(score.Name));
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the body of a score.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static HistoryScore ReadScore(ReadOnlySpan<byte> body)
    {
        var reader = new Reader(body[1..]);
        var (step, value) = (reader.Long(), reader.Float());
        return new HistoryScore(step, Encoding.UTF8.GetString(reader.Rest), value);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    private static void Write(ArrayBufferWriter<byte> buffer, float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(buffer.GetSpan(sizeof(float)), value);
        buffer.Advance(sizeof(float));
    }

    // What is fixed is one byte: most of a training's end. Otherwise each ratio is a part of 65535.
    private static void Write(ArrayBufferWriter<byte> buffer, ReadOnlySpan<float> ratios, bool isFixed)
    {
        if (isFixed)
        {
            buffer.Write([(byte)ratios.IndexOf(ratios.ToArray().Max())]);
            return;
        }

        buffer.Write([NotFixed]);
        foreach (var ratio in ratios)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(buffer.GetSpan(sizeof(ushort)), (ushort)MathF.Round(Math.Clamp(ratio, 0, 1) * ushort.MaxValue));
            buffer.Advance(sizeof(ushort));
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _bytes = bytes;

        public readonly bool IsAtEnd => _bytes.IsEmpty;

        public readonly ReadOnlySpan<byte> Rest => _bytes;

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

        public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

        public (float[] Ratios, bool IsFixed) Ratios(int count)
        {
            var ratios = new float[count];
            var selected = Take(1)[0];
            if (selected != NotFixed)
            {
                ratios[selected < count ? selected : throw new FormatException("a layer is fixed to a normalizer that it has not")] = 1;
                return (ratios, true);
            }

            for (var k = 0; k < count; k++)
            {
                ratios[k] = BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))) / (float)ushort.MaxValue;
            }

            return (ratios, false);
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (_bytes.Length < count)
            {
                throw new FormatException("a record is shorter than what it has");
            }

            var taken = _bytes[..count];
            _bytes = _bytes[count..];
            return taken;
        }
    }
}
