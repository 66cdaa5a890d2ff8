using System.Collections.Immutable;

namespace SsnGen.Tool.Tensors;

/// <summary>A storage of a PyTorch file: values one after the other, which tensors view.</summary>
/// <param name="Key">What the file calls it.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Count">How many elements it has.</param>
internal sealed record TorchStorage(string Key, TorchType Type, long Count);

/// <summary>A tensor of a PyTorch file: a view of a storage. It is known to stay within it.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Offset">Its first element.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Strides">How many elements further the next one of each dimension is.</param>
internal sealed record TorchTensor(TorchStorage Storage, TorchType Type, long Offset, ImmutableArray<int> Shape, ImmutableArray<long> Strides)
{
    /// <summary>Dimensions of a shape; PyTorch has as many.</summary>
    private const int MaximumDimensions = 64;

    // Beyond so many values nobody saves a tensor that repeats those of its storage.
    private const long MostRepeated = 1 << 20;

    /// <summary>How many values it has.</summary>
    public long Length { get; private init; }

    /// <summary>Makes a tensor of what a pickle says.</summary>
    /// <exception cref="FormatException">It makes no sense, or reaches beyond its storage.</exception>
    public static TorchTensor Of(TorchStorage storage, TorchType type, object? offset, object? shape, object? strides)
    {
        // The storage may count other elements: those of its own class, or bytes.
        var count = type.Size == 0 ? storage.Count : (long)Int128.Min(long.MaxValue, (Int128)storage.Count * storage.Type.Size / type.Size);
        var sides = Numbers(shape, int.MaxValue);
        var steps = Numbers(strides, long.MaxValue);
        if (offset is not (>= 0L and var start) || sides.Length != steps.Length || sides.Length > MaximumDimensions)
        {
            throw new FormatException("a tensor has an offset, a shape and strides that do not fit together");
        }

        var (length, last) = (1L, (Int128)start);
        var isEmpty = sides.Contains(0);
        for (var i = 0; i < sides.Length && !isEmpty; i++)
        {
            last += (Int128)(sides[i] - 1) * steps[i];
            length = length <= int.MaxValue ? length * sides[i] : length;
        }

        length = isEmpty ? 0 : length;
        if ((!isEmpty && last >= count) || start > count)
        {
            throw new FormatException($"a tensor reaches to element {(isEmpty ? start : last)} of a storage of {count}");
        }

        return (Int128)length * Math.Max(1, type.Size) > Array.MaxLength || (length > count && length > MostRepeated)
            ? throw new FormatException($"a tensor has {length} values, which are too many for its storage of {count} or for this reader")
            : new TorchTensor(storage, type, start, [.. sides.Select(static side => (int)side)], [.. steps]) { Length = length };
    }

    /// <summary>A tensor that nothing here can read.</summary>
    /// <param name="function">The function that PyTorch makes it by, which stands for its type.</param>
    public static TorchTensor Unread(string function)
    {
        var type = new TorchType(function, 0);
        return new TorchTensor(new TorchStorage("", type, 0), type, 0, [], []);
    }

    /// <summary>The values row by row, from the bytes of the storage.</summary>
    /// <param name="bytes">The storage's bytes from the tensor's first element on.</param>
    public byte[] Contiguous(ReadOnlySpan<byte> bytes)
    {
        var size = Type.Size;
        var values = new byte[Length * size];
        if (IsContiguous)
        {
            bytes[..values.Length].CopyTo(values);
            return values;
        }

        var place = new int[Shape.Length];
        var from = 0L;
        for (var to = 0; to < values.Length; to += size)
        {
            bytes.Slice((int)(from * size), size).CopyTo(values.AsSpan(to));
            for (var i = Shape.Length - 1; i >= 0; i--)
            {
                from += Strides[i];
                if (++place[i] < Shape[i])
                {
                    break;
                }

                from -= Strides[i] * Shape[i];
                place[i] = 0;
            }
        }

        return values;
    }

    private bool IsContiguous
    {
        get
        {
            var step = 1L;
            for (var i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != step)
                {
                    return false;
                }

                step *= Shape[i];
            }

            return true;
        }
    }

    private static long[] Numbers(object? tuple, long maximum)
    {
        var values = tuple as object?[] ?? (tuple as List<object?>)?.ToArray() ?? throw new FormatException("a shape is no tuple");
        return Array.ConvertAll(values, value => value is long number && number >= 0 && number <= maximum
            ? number
            : throw new FormatException($"a shape or its strides are no whole numbers from 0 to {maximum}"));
    }
}
