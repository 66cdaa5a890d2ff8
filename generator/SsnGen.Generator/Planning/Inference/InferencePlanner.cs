namespace SsnGen.Generator.Planning.Inference;

/// <summary>Decides how the collapsed network runs.</summary>
internal static class InferencePlanner
{
    /// <summary>
    /// Multiply-adds from which on sharing work out pays: some ten microseconds of one core, several times the cost of
    /// waking a team that still spins.
    /// </summary>
    private const long WorthSharing = 600_000;

    /// <summary>What touching one value costs beside its multiply-adds, in multiply-adds.</summary>
    private const long CostPerValue = 8;

    /// <summary>Plans the inference of a model.</summary>
    public static InferencePlan Plan(ModelPlan model)
    {
        var collapses = model.Layers.Select(CollapsePlanner.Plan).ToArray();
        var tensors = Tensors(model, collapses, out var moments, out var arenaLength);
        var parameters = new ParameterLayout();
        var steps = new StepPlan[model.Layers.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = Step(model.Layers[i], tensors, collapses[i] with { MomentsOffset = moments[i] }, parameters);
        }

        var tiles = steps
            .Where(static s => s.Convolution is not null)
            .SelectMany(static s => s.Convolution!.Rows)
            .SelectMany(static r => r.Rest is null ? [r.Main] : new[] { r.Main, r.Rest })
            .Distinct();
        var cost = model.Layers.Sum(Cost);
        var minimumBatch = (int)Math.Max(2, Math.Min(int.MaxValue, (WorthSharing + cost - 1) / cost));
        return new InferencePlan(
            model, tensors[0], new(steps), EquatableArray.From(tiles), arenaLength, parameters.Length, minimumBatch);
    }

    private static StepPlan Step(LayerPlan layer, TensorPlan[] tensors, CollapsePlan collapse, ParameterLayout parameters)
    {
        var finishes = collapse.Scope is not (CollapseScope.Channel or CollapseScope.Sample);
        var source = tensors[layer.Source + 1];
        var convolution = ConvolutionPlanner.Plan(layer, source, finishes);
        if (convolution is not null)
        {
            convolution = convolution with
            {
                WeightsOffset = parameters.Take(convolution.WeightsLength),
                BiasOffset = parameters.Take(layer.Output.Channels),
            };
        }

        collapse = collapse with { ParametersOffset = parameters.Take(collapse.ParametersLength) };
        var residual = layer.Residual is { } r ? tensors[r + 1] : null;
        return new StepPlan(layer, source, residual, tensors[layer.Index + 1], convolution, collapse, Cost(layer) >= WorthSharing);
    }

    /// <summary>The tensors of the network's input and of each layer's output, in this order, with their places.</summary>
    private static TensorPlan[] Tensors(ModelPlan model, CollapsePlan[] collapses, out int[] moments, out int arenaLength)
    {
        var count = model.Layers.Length;
        var halo = new int[count + 1];
        var last = Enumerable.Range(-1, count + 1).ToArray();
        var inputByPixels = model.Input.Channels < InferencePlan.Block;
        foreach (var layer in model.Layers)
        {
            last[layer.Source + 1] = layer.Index;
            if (layer.Residual is { } residual)
            {
                last[residual + 1] = layer.Index;
                inputByPixels &= residual >= 0;
            }

            halo[layer.Source + 1] = Math.Max(halo[layer.Source + 1], (layer.Producer as ConvPlan)?.Padding ?? 0);
            inputByPixels &= layer.Source >= 0 || layer.Producer is ConvPlan or LinearPlan;
        }

        // The output is unpacked after the last layer.
        last[count] = count;
        var tensors = new TensorPlan[count + 1];
        var requests = new List<MemoryRequest>();
        for (var i = 0; i <= count; i++)
        {
            var shape = i == 0 ? model.Input : model.Layers[i - 1].Output;
            var pixelStride = i == 0 && inputByPixels ? shape.Channels : InferencePlan.Block;
            tensors[i] = new TensorPlan(shape, halo[i], pixelStride, Offset: 0);
            requests.Add(new MemoryRequest(tensors[i].Length, i - 1, last[i]));
        }

        foreach (var layer in model.Layers.Where(l => collapses[l.Index].Scope == CollapseScope.Sample))
        {
            // Two doubles per channel.
            requests.Add(new MemoryRequest(4 * Ceiling.Multiple(layer.Output.Channels, InferencePlan.Block), layer.Index, layer.Index));
        }

        var (offsets, length) = MemoryPlanner.Place(requests);
        arenaLength = length;
        moments = new int[count];
        var next = count + 1;
        for (var i = 0; i <= count; i++)
        {
            tensors[i] = tensors[i] with { Offset = offsets[i] };
        }

        for (var i = 0; i < count; i++)
        {
            moments[i] = collapses[i].Scope == CollapseScope.Sample ? offsets[next++] : 0;
        }

        return tensors;
    }

    /// <summary>The work of a layer, in multiply-adds.</summary>
    private static long Cost(LayerPlan layer)
    {
        var perValue = layer.Producer switch
        {
            ConvPlan conv => (long)layer.Input.Channels / conv.Groups * conv.Kernel * conv.Kernel,
            LinearPlan => layer.Input.Length,
            MaxPoolPlan pool => (long)pool.Kernel * pool.Kernel,
            AveragePoolPlan pool => (long)pool.Kernel * pool.Kernel,
            _ => 0,
        };
        return layer.Output.Length * (perValue + CostPerValue);
    }

    /// <summary>Places parameters one after the other, each at a multiple of 64 bytes.</summary>
    private sealed class ParameterLayout
    {
        public int Length { get; private set; }

        public int Take(int length)
        {
            var offset = Length;
            Length = checked(offset + Ceiling.Multiple(length, InferencePlan.Block));
            return offset;
        }
    }
}
