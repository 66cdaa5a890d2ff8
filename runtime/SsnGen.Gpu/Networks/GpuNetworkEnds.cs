using ILGPU;
using ILGPU.Runtime;
using SsnGen.Inference;

namespace SsnGen.Gpu.Networks;

/// <summary>The checks of what a network on a device is run with.</summary>
internal sealed class GpuNetworkEnds(GpuNetworkLayout layout)
{
    private const int Alignment = 16;

    /// <summary>The lengths of views.</summary>
    public static long[] Lengths(ReadOnlySpan<ArrayView<float>> views)
    {
        var lengths = new long[views.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = views[i].Length;
        }

        return lengths;
    }

    /// <summary>Refuses a call for one input and one output where there are others.</summary>
    public void RequireOne()
    {
        if (layout.Inputs.Length > 1 || layout.Outputs.Length > 1)
        {
            throw new InvalidOperationException($"The network takes {Names(layout.Inputs)} and returns {Names(layout.Outputs)}: call the Run that takes all of them.");
        }
    }

    /// <summary>How many samples there are.</summary>
    public int CountSamples(ReadOnlySpan<long> inputs, ReadOnlySpan<long> outputs)
    {
        if (inputs.Length != layout.Inputs.Length || outputs.Length != layout.Outputs.Length)
        {
            throw new ArgumentException(
                $"The network takes {Names(layout.Inputs)} and returns {Names(layout.Outputs)}; given are {inputs.Length} inputs and places for {outputs.Length} outputs.",
                inputs.Length == layout.Inputs.Length ? nameof(outputs) : nameof(inputs));
        }

        var first = layout.Inputs[0];
        var (samples, rest) = Math.DivRem(inputs[0], first.Shape.Length);
        if (rest != 0)
        {
            throw new ArgumentException($"{inputs[0]} values of {first.Name} are given; expected a multiple of {first.Shape.Length} ({first.Shape}).", Parameter(first, nameof(inputs)));
        }

        if (samples > layout.MostSamples)
        {
            throw new ArgumentException($"There are {samples} samples; a batch has {layout.MostSamples} at most. Run several batches.", Parameter(first, nameof(inputs)));
        }

        for (var i = 1; i < inputs.Length; i++)
        {
            Check(layout.Inputs[i], inputs[i], samples, $"{inputs[i]} values of {layout.Inputs[i].Name} are given", nameof(inputs));
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            Check(layout.Outputs[i], outputs[i], samples, $"There is room for {outputs[i]} values of {layout.Outputs[i].Name}", nameof(outputs));
        }

        return (int)samples;
    }

    /// <summary>Refuses outputs that share memory.</summary>
    public void CheckPlaces(ReadOnlySpan<Memory<float>> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (outputs[i].Span.Overlaps(outputs[j].Span))
                {
                    throw Overlap(layout.Outputs[i], layout.Outputs[j], "each output needs a place of its own");
                }
            }
        }
    }

    /// <summary>Refuses views of another device, those that do not start where vectors may, and outputs over something else.</summary>
    public void CheckPlaces(Accelerator accelerator, ReadOnlySpan<ArrayView<float>> inputs, ReadOnlySpan<ArrayView<float>> outputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            CheckPlace(accelerator, inputs[i], layout.Inputs[i], nameof(inputs));
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            CheckPlace(accelerator, outputs[i], layout.Outputs[i], nameof(outputs));
            for (var j = 0; j < inputs.Length; j++)
            {
                if (GpuChecks.Overlaps(inputs[j], outputs[i]))
                {
                    throw Overlap(layout.Outputs[i], layout.Inputs[j], "it may still be read when the first outputs are written");
                }
            }

            for (var j = 0; j < i; j++)
            {
                if (GpuChecks.Overlaps(outputs[j], outputs[i]))
                {
                    throw Overlap(layout.Outputs[i], layout.Outputs[j], "each output needs a place of its own");
                }
            }
        }
    }

    private void Check(NetworkEnd end, long length, long samples, string words, string parameter)
    {
        if (length != samples * end.Shape.Length)
        {
            throw new ArgumentException($"{words}; expected {samples * end.Shape.Length}, {end.Shape.Length} ({end.Shape}) for each of {samples} samples.", Parameter(end, parameter));
        }
    }

    private void CheckPlace(Accelerator accelerator, ArrayView<float> view, NetworkEnd end, string parameter)
    {
        if (GpuChecks.Buffer(view).Accelerator != accelerator)
        {
            throw new ArgumentException($"The place of {end.Name} is in the memory of another device than {accelerator.Name}. Copy it.", Parameter(end, parameter));
        }

        if (GpuChecks.Address(view) % Alignment != 0)
        {
            throw new ArgumentException(
                $"The place of {end.Name} does not start on {Alignment} bytes: kernels read and write four floats at a time. Move the view, or copy it.", Parameter(end, parameter));
        }
    }

    private ArgumentException Overlap(NetworkEnd output, NetworkEnd other, string words) =>
        new($"The place of {output.Name} overlaps that of {other.Name}: {words}.", Parameter(output, "outputs"));

    // Of one input and one output the names are those of the arguments.
    private string Parameter(NetworkEnd end, string list) => layout.Inputs.Length == 1 && layout.Outputs.Length == 1 ? end.Name : list;

    private static string Names(NetworkEnd[] ends) => string.Join(", ", ends.Select(static e => e.Name));
}
