public const long WorkspaceBytes = 2752;

    private readonly global::SsnGen.Inference.NetworkRunner _network;

    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    private Ends(global::SsnGen.Networks.NetworkWeights weights)
    {
        global::SsnGen.Buffers.NativeBuffer<float> packed = new(4688, zeroed: true);
        global::System.Span<float> parameters = packed.Span;
        global::SsnGen.Inference.ConvolutionPacking.Pack(
            LayerList[0], weights, new(InputBlocks: 1, UnitBlocks: 1) { InputChannels = 2 }, folds: false,
            parameters.Slice(global::Compiled.Networks.EndsSteps.Layer0Weights, 32), parameters.Slice(global::Compiled.Networks.EndsSteps.Layer0Bias, 16));
        global::SsnGen.Inference.ConvolutionPacking.Pack(
            LayerList[1], weights, new(InputBlocks: 1, UnitBlocks: 1), folds: true,
            parameters.Slice(global::Compiled.Networks.EndsSteps.Layer1Weights, 2304), parameters.Slice(global::Compiled.Networks.EndsSteps.Layer1Bias, 16));
        global::SsnGen.Inference.ConvolutionPacking.Pack(
            LayerList[2], weights, new(InputBlocks: 1, UnitBlocks: 1), folds: false,
            parameters.Slice(global::Compiled.Networks.EndsSteps.Layer2Weights, 2304), parameters.Slice(global::Compiled.Networks.EndsSteps.Layer2Bias, 16));
        _network = new global::SsnGen.Inference.NetworkRunner(global::Compiled.Networks.EndsSteps.Program, packed);
    }

    /// <summary>Loads the network, checking that the weights are its own: of its model and the selection that it was compiled for, complete, and finite.</summary>
    /// <param name="path">The path of a safetensors file.</param>
    /// <param name="options">What the checks waive and which tensors are loaded; null for nothing, and for all.</param>
    /// <returns>The network, ready to run.</returns>
    /// <exception cref="global::SsnGen.Files.WeightsException">The weights cannot be read, are damaged, belong to another model or selection, or a tensor is missing, not the network's, of another shape or not finite.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public static global::Compiled.Networks.Ends Load(string path, global::SsnGen.Networks.LoadOptions? options = null)
    {
        global::SsnGen.Networks.NetworkWeights weights = global::SsnGen.Networks.NetworkWeights.Load(path, options: options);
        weights.CheckForEvaluation(Layers, "Compiled.Networks.Ends", "00112233445566778899aabbccddeeff", options);
        return new global::Compiled.Networks.Ends(weights);
    }

    /// <summary>Loads the network, checking that the weights are its own: of its model and the selection that it was compiled for, complete, and finite.</summary>
    /// <param name="stream">A stream in the safetensors format, read to its end and left open.</param>
    /// <param name="options">What the checks waive and which tensors are loaded; null for nothing, and for all.</param>
    /// <returns>The network, ready to run.</returns>
    /// <exception cref="global::SsnGen.Files.WeightsException">The weights cannot be read, are damaged, belong to another model or selection, or a tensor is missing, not the network's, of another shape or not finite.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public static global::Compiled.Networks.Ends Load(global::System.IO.Stream stream, global::SsnGen.Networks.LoadOptions? options = null)
    {
        global::SsnGen.Networks.NetworkWeights weights = global::SsnGen.Networks.NetworkWeights.Load(stream, options: options);
        weights.CheckForEvaluation(Layers, "Compiled.Networks.Ends", "00112233445566778899aabbccddeeff", options);
        return new global::Compiled.Networks.Ends(weights);
    }

    /// <summary>Makes the network from weights in memory, whatever model and selection they were trained for.</summary>
    /// <param name="weights">The weights; they are copied.</param>
    /// <returns>The network, ready to run.</returns>
    /// <exception cref="global::SsnGen.Files.WeightsException">A tensor is missing, not the network's, of another shape or not finite.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public static global::Compiled.Networks.Ends Create(global::SsnGen.Networks.NetworkWeights weights)
    {
        global::System.ArgumentNullException.ThrowIfNull(weights);
        weights.CheckForEvaluation(Layers);
        return new global::Compiled.Networks.Ends(weights);
    }

    /// <summary>
    /// Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.
    /// The result does not depend on the number of threads.
    /// </summary>
    /// <param name="input">The samples of input, [N, 2, 3, 3].</param>
    /// <param name="input1">The samples of input1, [N, 4, 3, 3].</param>
    /// <param name="layer1">Receives what Layer1 computes of them, [N, 4, 3, 3]; must not overlap an input or another output.</param>
    /// <param name="layer2">Receives what Layer2 computes of them, [N, 5, 1, 1]; must not overlap an input or another output.</param>
    /// <exception cref="global::System.ArgumentException">An input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public void Run(global::System.ReadOnlySpan<float> input, global::System.ReadOnlySpan<float> input1, global::System.Span<float> layer1, global::System.Span<float> layer2) =>
        Run(input, input1, layer1, layer2, global::SsnGen.Threading.ThreadTeam.Shared);

    /// <summary>
    /// Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.
    /// The result does not depend on the number of threads.
    /// </summary>
    /// <param name="input">The samples of input, [N, 2, 3, 3].</param>
    /// <param name="input1">The samples of input1, [N, 4, 3, 3].</param>
    /// <param name="layer1">Receives what Layer1 computes of them, [N, 4, 3, 3]; must not overlap an input or another output.</param>
    /// <param name="layer2">Receives what Layer2 computes of them, [N, 5, 1, 1]; must not overlap an input or another output.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="global::System.ArgumentException">An input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps.</exception>
    /// <exception cref="global::System.ArgumentNullException"><paramref name="team"/> is null.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public unsafe void Run(global::System.ReadOnlySpan<float> input, global::System.ReadOnlySpan<float> input1, global::System.Span<float> layer1, global::System.Span<float> layer2, global::SsnGen.Threading.WorkerTeam team)
    {
        fixed (float* inputStart = input, input1Start = input1, layer1Start = layer1, layer2Start = layer2)
        {
            _network.RunAll([new(inputStart, input.Length), new(input1Start, input1.Length)], [new(layer1Start, layer1.Length), new(layer2Start, layer2.Length)], team);
        }
    }
}

/// <summary>The layers of the network, in the order in which they run: which loops, on which memory.</summary>
[global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
file static unsafe class EndsSteps
{
    // The arena, in floats from its start: what is there, and the last layer that reads it.
    private const int Input0 = 544; // input: 2x3x3, stored by pixels, until Layer0
    private const int Input1 = 400; // input1: 4x3x3, until Layer1
    private const int Layer0Values = 0; // 4x3x3 inside a border of 1, until Layer1
    private const int Layer1Values = 544; // 4x3x3, until it is returned
    private const int Layer2Values = 0; // 5, until it is returned

    // The parameters, likewise.
    public const int Layer0Weights = 0;
    public const int Layer0Bias = 32;
    public const int Layer1Weights = 48;
    public const int Layer1Bias = 2352;
    public const int Layer2Weights = 2368;
    public const int Layer2Bias = 4672;

    /// <summary>What the network is made of: its routines in order, each with the number of its jobs.</summary>
    public static readonly global::SsnGen.Inference.NetworkProgram Program = new()
    {
        Inputs = [new("input", new(2, 3, 3), &PackInput0), new("input1", new(4, 3, 3), &PackInput1)],
        Outputs = [new("layer1", new(4, 3, 3), &UnpackOutput0), new("layer2", new(5, 1, 1), &UnpackOutput1)],
        ArenaLength = 688,
        MinimumBatch = 278,
        Alone =
        [
            new(&Layer0Produce, 3),
            new(&Layer1Produce, 3),
            new(&Layer2Produce, 1),
        ],
    };

    /// <summary>Packs one sample of input, 2x3x3, pixel by pixel.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void PackInput0(float* arena, float* input)
    {
        float* packed = arena + Input0;
        for (int row = 0; row < 3; row++)
        {
            float* inside = packed + (row * 6);
            float* outside = input + (row * 3);
            for (int column = 0; column < 3; column++, inside += 2, outside++)
            for (int c = 0; c < 2; c++)
            {
                inside[c] = outside[c * 9];
            }
        }
    }

    /// <summary>Packs one sample of input1, 4x3x3, into blocks of 16 channels.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void PackInput1(float* arena, float* input)
    {
        float* packed = arena + Input1;
        new global::System.Span<float>(packed, 144).Clear();
        for (int row = 0; row < 3; row++)
        {
            float* inside = packed + (row * 48);
            float* outside = input + (row * 3);
            for (int column = 0; column < 3; column++, inside += 16, outside++)
            for (int c = 0; c < 4; c++)
            {
                inside[c] = outside[c * 9];
            }
        }
    }

    /// <summary>Layer0: 1x1 convolution, 2x3x3 -&gt; 4x3x3.</summary>
    public static void Layer0Produce(float* arena, float* parameters, float* scratch, int first, int last) =>
        EndsLoops.Convolve1x1_2x3x3_4x3x3(arena + Input0, parameters + Layer0Weights, parameters + Layer0Bias, arena + Layer0Values, first, last);

    /// <summary>
    /// Layer1: 3x3 convolution, padding 1, 4x3x3 -&gt; 4x3x3,
    /// normalized: [Selected("Layer", Normalizer.Batch, Normalizer.Batch)], folded into the weights, residual added, ReLU.
    /// </summary>
    public static void Layer1Produce(float* arena, float* parameters, float* scratch, int first, int last) =>
        EndsLoops.Convolve3x3p1_4x3x3_4x3x3_AddRelu(arena + Layer0Values, parameters + Layer1Weights, parameters + Layer1Bias, arena + Layer1Values, arena + Input1, first, last);

    /// <summary>Layer2: linear, 4x3x3 -&gt; 5.</summary>
    public static void Layer2Produce(float* arena, float* parameters, float* scratch, int first, int last) =>
        EndsLoops.Convolve3x3_4x3x3_5(arena + Layer1Values, parameters + Layer2Weights, parameters + Layer2Bias, arena + Layer2Values, first, last);

    /// <summary>Unpacks what Layer1 computes of one sample, 4x3x3.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void UnpackOutput0(float* arena, float* output)
    {
        float* packed = arena + Layer1Values;
        for (int row = 0; row < 3; row++)
        {
            float* inside = packed + (row * 48);
            float* outside = output + (row * 3);
            for (int column = 0; column < 3; column++, inside += 16, outside++)
            for (int c = 0; c < 4; c++)
            {
                outside[c * 9] = inside[c];
            }
        }
    }

    /// <summary>Unpacks what Layer2 computes of one sample, 5.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void UnpackOutput1(float* arena, float* output)
    {
        float* packed = arena + Layer2Values;
        new global::System.ReadOnlySpan<float>(packed, 5).CopyTo(new global::System.Span<float>(output, 5));
    }
}

/// <summary>
/// The loops of the layers. Sizes and tiles are constants; layers that agree in all of them share their loops.
/// All code with loops is fully optimized from the first call: without that a network runs at half its speed until the runtime has compiled it a second time.
/// </summary>
[global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
