namespace SsnGen.Tool.Onnx.Files;

/// <summary>Counts the messages of a model without making them, so that a small file of many empty ones takes no memory.</summary>
internal static class MessageCount
{
    /// <summary>More than any network has.</summary>
    public const int Most = 1_000_000;

    private const int Depth = 8;

    // The fields that hold messages: the graph of a model, its nodes, tensors and values, and what these hold.
    private static readonly Dictionary<Message, Dictionary<int, Message>> _fields = new()
    {
        [Message.Model] = new() { [7] = Message.Graph, [8] = Message.Leaf, [14] = Message.Leaf },
        [Message.Graph] = new() { [1] = Message.Node, [5] = Message.Tensor, [11] = Message.Value, [12] = Message.Value, [13] = Message.Value },
        [Message.Node] = new() { [1] = Message.Leaf, [2] = Message.Leaf, [5] = Message.Attribute },
        [Message.Attribute] = new() { [5] = Message.Tensor, [9] = Message.Leaf },
        [Message.Tensor] = [],
        [Message.Value] = new() { [2] = Message.Type },
        [Message.Type] = new() { [1] = Message.TensorType },
        [Message.TensorType] = new() { [2] = Message.Shape },
        [Message.Shape] = new() { [1] = Message.Leaf },
    };

    private enum Message
    {
        Leaf,
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        Value,
        Type,
        TensorType,
        Shape,
    }

    /// <summary>Refuses a model of too many messages.</summary>
    /// <param name="name">What messages call the model.</param>
    /// <param name="bytes">The model.</param>
    /// <exception cref="ToolException">It has too many.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Check(string name, byte[] bytes)
    {
        var count = 0;
        Walk(bytes, at: 0, bytes.Length, Message.Model, depth: 0, ref count);
        if (count > Most)
        {
            throw ToolException.InFile($"{name}: it has more than {Most} nodes, tensors, attributes and names.");
        }
    }

    private static void Walk(byte[] bytes, int at, int end, Message message, int depth, ref int count)
    {
        if (depth > Depth || !_fields.TryGetValue(message, out var fields))
        {
            return;
        }

        while (at < end && count <= Most)
        {
            // What stands beyond 32 bits of it the parser passes over.
            var tag = Varint(bytes, ref at, end);
            var size = (tag & 7) switch
            {
                0 => Skipped(bytes, at, end),
                1 => 8UL,
                2 => Varint(bytes, ref at, end),
                5 => 4UL,
                _ => throw Damaged(),
            };
            if (size > (ulong)(end - at))
            {
                throw Damaged();
            }

            // Single integers are counted too: a list of them may be written one by one.
            if ((tag & 7) != 2)
            {
                count++;
            }
            else if (fields.TryGetValue((int)((uint)tag >> 3), out var inner))
            {
                count++;
                Walk(bytes, at, at + (int)size, inner, depth + 1, ref count);
            }

            at += (int)size;
        }
    }

    private static ulong Skipped(byte[] bytes, int at, int end)
    {
        var start = at;
        Varint(bytes, ref at, end);
        return (ulong)(at - start);
    }

    private static ulong Varint(byte[] bytes, ref int at, int end)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (at >= end)
            {
                break;
            }

            var next = bytes[at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("a message ends before its length");
}
