using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using SsnGen.Buffers;

namespace SsnGen.Inference;

/// <summary>Converts 8-bit pixels while an emitted network packs them: see <see cref="PixelValues"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class PixelConversion
{
    private readonly int _channels;

    // One after the other for as many pixels as a block has channels, so that vectors of any width begin again with the first channel.
    private readonly NativeBuffer<float> _mean;
    private readonly NativeBuffer<float> _scale;

    /// <summary>Prepares the conversion of an input.</summary>
    /// <param name="input">The input.</param>
    /// <exception cref="ArgumentException">Nothing says how its pixels become values.</exception>
    public PixelConversion(NetworkInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var pixels = input.Pixels ?? throw new ArgumentException($"Nothing says how pixels become values of the {input.Name}.", nameof(input));
        _channels = input.Shape.Channels;
        _mean = Repeated(pixels.Mean);
        _scale = Repeated(pixels.Scale);
    }

    /// <summary>Converts pixels to values that lie as they do.</summary>
    /// <param name="pixels">The first pixel.</param>
    /// <param name="values">Receives the values.</param>
    /// <param name="count">How many, of whole pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Row(byte* pixels, float* values, int count)
    {
        float* mean = _mean.Pointer, scale = _scale.Pointer;
        var (period, place, i) = (_mean.Length, 0, 0);
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(Vector.Load(pixels + i), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            place = Store(first, mean, scale, values + i, place, period);
            place = Store(second, mean, scale, values + i + Vector<float>.Count, place, period);
            place = Store(third, mean, scale, values + i + (2 * Vector<float>.Count), place, period);
            place = Store(fourth, mean, scale, values + i + (3 * Vector<float>.Count), place, period);
        }

        for (; i < count; i++)
        {
            values[i] = (pixels[i] - mean[i % _channels]) * scale[i % _channels];
        }
    }

    /// <summary>Converts one block of 16 channels of pixels, which lie 16 values apart then.</summary>
    /// <param name="pixels">The first pixel, of all channels.</param>
    /// <param name="values">Receives the values of the first pixel.</param>
    /// <param name="count">How many pixels.</param>
    /// <param name="first">The first channel of the block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Block(byte* pixels, float* values, int count, int first)
    {
        float* mean = _mean.Pointer + first, scale = _scale.Pointer + first;
        var lanes = Math.Min(ChannelBlock.Size, _channels - first);
        pixels += first;
        for (var i = 0; i < count; i++, pixels += _channels, values += ChannelBlock.Size)
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                values[lane] = (pixels[lane] - mean[lane]) * scale[lane];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Store(Vector<uint> pixels, float* mean, float* scale, float* values, int place, int period)
    {
        var converted = (Vector.ConvertToSingle(Vector.AsVectorInt32(pixels)) - Vector.Load(mean + place)) * Vector.Load(scale + place);
        Vector.Store(converted, values);
        place += Vector<float>.Count;
        return place == period ? 0 : place;
    }

    private static NativeBuffer<float> Repeated(IReadOnlyList<float> channels)
    {
        var buffer = new NativeBuffer<float>(checked(channels.Count * ChannelBlock.Size), zeroed: true);
        for (var i = 0; i < buffer.Length; i++)
        {
            buffer.Span[i] = channels[i % channels.Count];
        }

        return buffer;
    }
}
