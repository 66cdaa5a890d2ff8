// Processor

    /// <summary>resized to 12x10 by nearest pixels, 20x6x5 -&gt; 20x12x10: rows of 16 channels; job = block * 12 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void ResizeNearest_12_10_20x6x5_20x12x10(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 12;
            int row = job % 12;
            float* plane = source + (block * 480);
            float* y = output + (block * 1920) + (row * 160);
            float* x = plane + ((row / 2) * 80);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 10; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + ((column / 2) * 16));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

// Device

        /// <summary>resized to 12x10 by nearest pixels, 20x6x5 to 20x12x10; y = t. A thread for each value.</summary>
        private static void Nearest12x10_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 2400; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 10;
                int row = i / 10 % 12;
                int slab = i / 120;
                float t = x[((long)slab * 30) + ((row / 2) * 5) + (column / 2)];
                y[i] = t;
            }
        }

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: resized to 12x10 by nearest pixels -> 20x12x10
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.interpolate(inputs[0], size: [12L, 10L], mode: global::TorchSharp.torch.InterpolationMode.Nearest);

            return [yA.MoveToOuterDisposeScope()];
        }

