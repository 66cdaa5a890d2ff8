// Processor

    /// <summary>its input, 20x6x5 -&gt; 20x6x5, y = (t - centre) scale + shift: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Identity_20x6x5_20x6x5_Affine(float* source, float* affines, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 480);
            float* y = output + (block * 480) + (row * 80);
            float* affine = affines + (block * 16);
            float* x = plane + (row * 80);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    t = vN::Vector.MultiplyAddEstimate(t - vN::Vector.Load(affine + lane), vN::Vector.Load(affine + lane + 32), vN::Vector.Load(affine + lane + 64));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>its input, 20x6x5 -&gt; 20x6x5, y = max(t, 0): rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Identity_20x6x5_20x6x5_Relu(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 480);
            float* y = output + (block * 480) + (row * 80);
            float* x = plane + (row * 80);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

// Device

        /// <summary>y = (t − centre)·scale + shift for [N, 20, 30]; y may be x.</summary>
        private static void Finish_20x30_Affine(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> affine, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i / 30 % 20;
                y[i] = onGpu::GpuTiles.Normalize(x[i], affine, c, 32);
            }
        }

        /// <summary>y = max(t, 0) for [N, 20, 30]; y may be x.</summary>
        private static void Finish_20x30_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                y[i] = Relu(x[i]);
            }
        }

        /// <summary>y = max(t, 0).</summary>
        private static float Relu(float t)
        {
            return t < 0f ? 0f : t;
        }

        private static onGpu::Float4 Relu(onGpu::Float4 t) => new(Relu(t.X), Relu(t.Y), Relu(t.Z), Relu(t.W));

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: SSN of Batch -> 20x6x5
            global::TorchSharp.torch.Tensor yA = _normA.forward(inputs[0]);

            // B: ReLU -> 20x6x5
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.relu(yA);
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

