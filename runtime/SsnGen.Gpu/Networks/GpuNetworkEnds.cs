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
            throw new ArgumentException($"The {first.Name} have {inputs[0]} values; expected a multiple of {first.Shape.Length} ({first.Shape}).", first.Name);
        }

        if (samples > layout.MostSamples)
        {
            throw new ArgumentException($"There are {samples} samples; a batch has {layout.MostSamples} at most. Run several batches.", first.Name);
        }

        for (var i = 1; i < inputs.Length; i++)
        {
            Check(layout.Inputs[i], inputs[i], samples, "have");
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            Check(layout.Outputs[i], outputs[i], samples, "have room for");
        }

        return (int)samples;
    }

    /// <summary>Refuses views of another device, those that do not start where vectors may, and outputs over something else.</summary>
    public void CheckPlaces(Accelerator accelerator, ReadOnlySpan<ArrayView<float>> inputs, ReadOnlySpan<ArrayView<float>> outputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            CheckPlace(accelerator, inputs[i], layout.Inputs[i].Name);
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            var name = layout.Outputs[i].Name;
            CheckPlace(accelerator, outputs[i], name);
            for (var j = 0; j < inputs.Length; j++)
            {
                if (GpuChecks.Overlaps(inputs[j], outputs[i]))
                {
                    throw new ArgumentException($"The {name} overlap the {layout.Inputs[j].Name}, which may still be read when the first outputs are written.", name);
                }
            }

            for (var j = 0; j < i; j++)
            {
                if (GpuChecks.Overlaps(outputs[j], outputs[i]))
                {
                    throw new ArgumentException($"The {name} overlap the {layout.Outputs[j].Name}: each output needs a place of its own.", name);
                }
            }
        }
    }

    private static void Check(NetworkEnd end, long length, long samples, string words)
    {
        if (length != samples * end.Shape.Length)
        {
            throw new ArgumentException($"The {end.Name} {words} {length} values; expected {samples * end.Shape.Length}, {end.Shape.Length} ({end.Shape}) for each of {samples} samples.", end.Name);
        }
    }

    private static void CheckPlace(Accelerator accelerator, ArrayView<float> view, string name)
    {
        if (GpuChecks.Buffer(view).Accelerator != accelerator)
        {
            throw new ArgumentException($"The {name} are in the memory of another device than {accelerator.Name}. Copy them.", name);
        }

        if (GpuChecks.Address(view) % Alignment != 0)
        {
            throw new ArgumentException($"The {name} do not start on {Alignment} bytes: kernels read and write four floats at a time. Move the view, or copy it.", name);
        }
    }

    private static string Names(NetworkEnd[] ends) => string.Join(", ", ends.Select(static e => e.Name));
}
