    private static global::SsnGen.NetworkInput[] DescribeInputs() =>
        [new("input", new global::SsnGen.Shape(3, 5, 4)) { Pixels = new([123.675f, 116.28f, 103.53f], [0.0171f, 0.0175f, 0.0174f]) }];

    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    /// <summary>
    /// Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.
    /// The result does not depend on the number of threads.
    /// </summary>
    /// <param name="input">The samples of input, [N, 3, 5, 4].</param>
    /// <param name="a">Receives what A computes of them, [N, 3, 5, 4]; must not overlap an input or another output.</param>
    /// <param name="b">Receives what B computes of them, [N, 3, 5, 4]; must not overlap an input or another output.</param>
    /// <exception cref="global::System.ArgumentException">An input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public void Run(global::System.ReadOnlySpan<float> input, global::System.Span<float> a, global::System.Span<float> b) =>
        Run(input, a, b, global::SsnGen.Threading.ThreadTeam.Shared);

    /// <summary>
    /// Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.
    /// The result does not depend on the number of threads.
    /// </summary>
    /// <param name="input">The samples of input, [N, 3, 5, 4].</param>
    /// <param name="a">Receives what A computes of them, [N, 3, 5, 4]; must not overlap an input or another output.</param>
    /// <param name="b">Receives what B computes of them, [N, 3, 5, 4]; must not overlap an input or another output.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="global::System.ArgumentException">An input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps.</exception>
    /// <exception cref="global::System.ArgumentNullException"><paramref name="team"/> is null.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public unsafe void Run(global::System.ReadOnlySpan<float> input, global::System.Span<float> a, global::System.Span<float> b, global::SsnGen.Threading.WorkerTeam team)
    {
        fixed (float* inputStart = input, aStart = a, bStart = b)
        {
            _network.RunAll([new(inputStart, input.Length)], [new(aStart, a.Length), new(bStart, b.Length)], team);
        }
    }

    /// <summary>
    /// Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.
    /// The result does not depend on the number of threads.
    /// </summary>
    /// <param name="input">The samples of input as 8-bit pixels, [N, 5, 4, 3].</param>
    /// <param name="a">Receives what A computes of them, [N, 3, 5, 4]; must not overlap an input or another output.</param>
    /// <param name="b">Receives what B computes of them, [N, 3, 5, 4]; must not overlap an input or another output.</param>
    /// <exception cref="global::System.ArgumentException">An input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public void Run(global::System.ReadOnlySpan<byte> input, global::System.Span<float> a, global::System.Span<float> b) =>
        Run(input, a, b, global::SsnGen.Threading.ThreadTeam.Shared);

    /// <summary>
    /// Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.
    /// The result does not depend on the number of threads.
    /// </summary>
    /// <param name="input">The samples of input as 8-bit pixels, [N, 5, 4, 3].</param>
    /// <param name="a">Receives what A computes of them, [N, 3, 5, 4]; must not overlap an input or another output.</param>
    /// <param name="b">Receives what B computes of them, [N, 3, 5, 4]; must not overlap an input or another output.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="global::System.ArgumentException">An input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps.</exception>
    /// <exception cref="global::System.ArgumentNullException"><paramref name="team"/> is null.</exception>
    [global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
    public unsafe void Run(global::System.ReadOnlySpan<byte> input, global::System.Span<float> a, global::System.Span<float> b, global::SsnGen.Threading.WorkerTeam team)
    {
        fixed (byte* inputStart = input)
        fixed (float* aStart = a, bStart = b)
        {
            _network.RunAll([new(inputStart, input.Length)], [new(aStart, a.Length), new(bStart, b.Length)], team);
        }
    }
}

/// <summary>The layers of the network, in the order in which they run: which loops, on which memory.</summary>
[global::System.CodeDom.Compiler.GeneratedCode("SsnGen", "0.1.0"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
file static unsafe class TinySteps
{
    // The arena, in floats from its start: what is there, and the last layer that reads it.
    private const int Input = 320; // 3x5x4 inside a border of 1, stored by pixels, until A
    private const int AValues = 0; // 3x5x4, until it is returned
    private const int BValues = 320; // 3x5x4, until it is returned

    // The parameters, likewise.
    public const int AWeights = 0;
    public const int ABias = 432;

    private static readonly global::SsnGen.Inference.PixelConversion Pixels = new(global::Tiny.Graph.Inputs[0]);

    /// <summary>What the network is made of: its routines in order, each with the number of its jobs.</summary>
    public static readonly global::SsnGen.Inference.NetworkProgram Program = new()
    {
        Inputs = [new("input", new(3, 5, 4), &PackInput, &ConvertPixels)],
        Outputs = [new("a", new(3, 5, 4), &UnpackOutput0), new("b", new(3, 5, 4), &UnpackOutput1)],
        ArenaLength = 640,
        MinimumBatch = 233,
        Alone =
        [
            new(&AProduce, 5),
            new(&BProduce, 5),
        ],
    };

    /// <summary>Packs one sample, 3x5x4, pixel by pixel, inside a border of zeros, 1 wide.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void PackInput(float* arena, float* input)
    {
        float* packed = arena + Input;
        new global::System.Span<float>(packed, 128).Clear();
        for (int row = 0; row < 5; row++)
        {
            float* inside = packed + 21 + (row * 18);
            float* outside = input + (row * 4);
            for (int column = 0; column < 4; column++, inside += 3, outside++)
            for (int c = 0; c < 3; c++)
            {
                inside[c] = outside[c * 20];
            }
        }
    }

    /// <summary>Packs one sample of 8-bit pixels, 5x4x3, likewise: each value is (pixel - mean) * scale of its channel.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void ConvertPixels(float* arena, byte* input)
    {
        float* packed = arena + Input;
        new global::System.Span<float>(packed, 128).Clear();
        for (int row = 0; row < 5; row++)
        {
            Pixels.Row(input + (row * 12), packed + 21 + (row * 18), 12);
        }
    }

