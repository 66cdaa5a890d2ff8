// Processor

    /// <summary>channels of 2 groups mixed, 20x6x5 -&gt; 20x6x5: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void ChannelShuffle_2_20x6x5_20x6x5(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* y = output + (block * 480) + (row * 80);

            // Each channel from its own place.
            int lanes = global::System.Math.Min(16, 20 - (block * 16));
            if (lanes < 16)
            {
                new global::System.Span<float>(y, 80).Clear();
            }

            for (int lane = 0; lane < lanes; lane++)
            {
                int c = (block * 16) + lane;
                int from = (c % 2 * 10) + (c / 2);
                float* x = source + ((from / 16) * 480) + (from % 16) + (row * 80);
                for (int column = 0; column < 5; column++)
                {
                    y[(column * 16) + lane] = x[column * 16];
                }
            }
        }
    }

    /// <summary>part 2 of 2 of its channels, 20x6x5 -&gt; 10x6x5, y = HardSwish(t): rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Chunk_1_2_20x6x5_10x6x5_HardSwish(float* source, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* y = output + (row * 80);

            // Each channel from its own place.
            new global::System.Span<float>(y, 80).Clear();
            for (int lane = 0; lane < 10; lane++)
            {
                int c = lane;
                float* x = source + (((c + 10) / 16) * 480) + ((c + 10) % 16) + (row * 80);
                for (int column = 0; column < 5; column++)
                {
                    y[(column * 16) + lane] = x[column * 16];
                }
            }

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(y + lane + (column * 16));
                    t = t * (vN::Vector.MinNative(new vN::Vector<float>(6f), vN::Vector.MaxNative(vN::Vector<float>.Zero, t + new vN::Vector<float>(3f))) * new vN::Vector<float>(0.16666667f));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>part 1 of 2 of its channels, 20x6x5 -&gt; 10x6x5, y = t + residual: rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Chunk_0_2_20x6x5_10x6x5_Add(float* source, float* output, float* residual, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* y = output + (row * 80);
            float* r = residual + (row * 80);
            float* x = source + (row * 80);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    t += vN::Vector.Load(r + lane + (column * 16));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>2x2 pixels of channels, 20x6x5 -&gt; 5x12x10: rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void DepthToSpace_2_20x6x5_5x12x10(float* source, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* y = output + (row * 160);

            // Each channel from its own place.
            new global::System.Span<float>(y, 160).Clear();
            for (int lane = 0; lane < 5; lane++)
            {
                int c = lane;
                for (int phase = 0; phase < 2; phase++)
                {
                    int from = (((c * 2) + (row % 2)) * 2) + phase;
                    float* x = source + ((from / 16) * 480) + (from % 16) + ((row / 2) * 80);
                    for (int column = phase; column < 10; column += 2, x += 16)
                    {
                        y[(column * 16) + lane] = *x;
                    }
                }
            }
        }
    }

// Device

        /// <summary>channels of 2 groups mixed, 20x6x5 to 20x6x5; y = t. A thread for each value.</summary>
        private static void Shuffle2_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 5;
                int row = i / 5 % 6;
                int slab = i / 30;
                int c = slab % 20;
                int from = slab - c + (c % 2 * 10) + (c / 2);
                float t = x[((long)from * 30) + (row * 5) + column];
                y[i] = t;
            }
        }

        /// <summary>part 2 of 2 of its channels, 20x6x5 to 10x6x5; y = HardSwish(t). A thread for each value.</summary>
        private static void Chunk1of2_20x6x5_HardSwish(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 300; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                float t = x[i + (((long)i / 300) * 300) + 300];
                y[i] = HardSwish(t);
            }
        }

        /// <summary>part 1 of 2 of its channels, 20x6x5 to 10x6x5; y = t + residual. A thread for each value.</summary>
        private static void Chunk0of2_20x6x5_Add(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 300; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                float t = x[i + (((long)i / 300) * 300)];
                y[i] = t + residual[i];
            }
        }

        /// <summary>2x2 pixels of channels, 20x6x5 to 5x12x10; y = t. A thread for each value.</summary>
        private static void Pixels2_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 10;
                int row = i / 10 % 12;
                int slab = i / 120;
                int from = (((slab * 2) + (row % 2)) * 2) + (column % 2);
                float t = x[((long)from * 30) + ((row / 2) * 5) + (column / 2)];
                y[i] = t;
            }
        }

        /// <summary>y = HardSwish(t).</summary>
        private static float HardSwish(float t)
        {
            return t * (((t + 3f < 0f ? 0f : t + 3f) > 6f ? 6f : (t + 3f < 0f ? 0f : t + 3f)) * 0.16666667f);
        }

        private static onGpu::Float4 HardSwish(onGpu::Float4 t) => new(HardSwish(t.X), HardSwish(t.Y), HardSwish(t.Z), HardSwish(t.W));

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: channels of 2 groups mixed -> 20x6x5
            global::TorchSharp.torch.Tensor yA = inputs[0].unflatten(1L, 2L, 10L).transpose(1L, 2L).flatten(1L, 2L);

            // B: part 2 of 2 of its channels, hard swish -> 10x6x5
            global::TorchSharp.torch.Tensor tB = yA.narrow(1L, 10L, 10L);
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.hardswish(tB);
            tB.Dispose();
            yA.Dispose();

            // C: part 1 of 2 of its channels, plus B -> 10x6x5
            global::TorchSharp.torch.Tensor tC = inputs[0].narrow(1L, 0L, 10L);
            global::TorchSharp.torch.Tensor yC = tC.add(yB);
            tC.Dispose();
            yB.Dispose();
            yC.Dispose();

            // D: 2x2 pixels of channels -> 5x12x10
            global::TorchSharp.torch.Tensor yD = global::TorchSharp.torch.nn.functional.pixel_shuffle(inputs[0], 2);

            return [yD.MoveToOuterDisposeScope()];
        }

