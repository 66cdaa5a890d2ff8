namespace SsnGen.Inference;

/// <summary>The checks of what a network is run with.</summary>
internal static unsafe class NetworkLengths
{
    /// <summary>How many samples there are.</summary>
    /// <param name="inputs">What the network takes.</param>
    /// <param name="given">The samples, for each of its inputs.</param>
    /// <param name="outputs">What it returns.</param>
    /// <param name="room">The place for each of its outputs.</param>
    /// <exception cref="ArgumentException">An input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps an input or another output.</exception>
    public static int CountSamples(ReadOnlySpan<NetworkEnd> inputs, ReadOnlySpan<NetworkBuffer> given, ReadOnlySpan<NetworkEnd> outputs, ReadOnlySpan<NetworkBuffer> room)
    {
        var first = inputs[0];
        var (samples, rest) = Math.DivRem(given[0].Length, first.Shape.Length);
        if (rest != 0)
        {
            throw new ArgumentException($"The {first.Name} has {given[0].Length} values; expected a multiple of {first.Shape.Length} ({first.Shape}).", first.Name);
        }

        for (var i = 1; i < inputs.Length; i++)
        {
            Check(inputs[i], given[i].Length, samples, "has");
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            Check(outputs[i], room[i].Length, samples, "has room for");
        }

        CheckPlaces(inputs, given, outputs, room);
        return samples;
    }

    /// <summary>How many samples there are, of one input and one output.</summary>
    public static int CountSamples(NetworkEnd input, ReadOnlySpan<float> given, NetworkEnd output, Span<float> room)
    {
        fixed (float* x = given)
        fixed (float* y = room)
        {
            return CountSamples([input], [new(x, given.Length)], [output], [new(y, room.Length)]);
        }
    }

    private static void Check(NetworkEnd end, int length, int samples, string words)
    {
        var needed = (long)samples * end.Shape.Length;
        if (length != needed)
        {
            throw new ArgumentException($"The {end.Name} {words} {length} values; expected {needed}, {end.Shape.Length} ({end.Shape}) for each of {samples} samples.", end.Name);
        }
    }

    private static void CheckPlaces(ReadOnlySpan<NetworkEnd> inputs, ReadOnlySpan<NetworkBuffer> given, ReadOnlySpan<NetworkEnd> outputs, ReadOnlySpan<NetworkBuffer> room)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            for (var j = 0; j < inputs.Length; j++)
            {
                if (room[i].Overlaps(given[j]))
                {
                    throw new ArgumentException($"The {outputs[i].Name} overlaps the {inputs[j].Name}, which is still read when the first outputs are written.", outputs[i].Name);
                }
            }

            for (var j = 0; j < i; j++)
            {
                if (room[i].Overlaps(room[j]))
                {
                    throw new ArgumentException($"The {outputs[i].Name} overlaps the {outputs[j].Name}: each output needs a place of its own.", outputs[i].Name);
                }
            }
        }
    }
}
