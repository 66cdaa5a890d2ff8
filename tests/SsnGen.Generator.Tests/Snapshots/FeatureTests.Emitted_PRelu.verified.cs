// Processor

    /// <summary>prelu per channel, 20x6x5 -&gt; 20x6x5, y = (t - centre) scale + shift: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void PRelu_20x6x5_20x6x5_Affine(float* source, float* slopes, float* affines, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 480);
            float* y = output + (block * 480) + (row * 80);
            float* affine = affines + (block * 16);
            float* x = plane + (row * 80);
            float* slope = slopes + (block * 16);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    t = vN::Vector.ConditionalSelect(vN::Vector.GreaterThan(t, vN::Vector<float>.Zero), t, t * vN::Vector.Load(slope + lane));
                    t = vN::Vector.MultiplyAddEstimate(t - vN::Vector.Load(affine + lane), vN::Vector.Load(affine + lane + 32), vN::Vector.Load(affine + lane + 64));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

// Device

        /// <summary>prelu per channel, 20x6x5 to 20x6x5; y = t. A thread for each value.</summary>
        private static void PRelu_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> slopes, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int slab = i / 30;
                float t = x[i] > 0f ? x[i] : x[i] * slopes[slab % 20];
                y[i] = t;
            }
        }

        /// <summary>y = (t − centre)·scale + shift for [N, 20, 30]; y may be x.</summary>
        private static void Finish_20x30_Affine(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> affine, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i / 30 % 20;
                y[i] = onGpu::GpuTiles.Normalize(x[i], affine, c, 32);
            }
        }

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: prelu per channel, SSN of Batch -> 20x6x5
            global::TorchSharp.torch.Tensor tA = _preluA.forward(inputs[0]);
            global::TorchSharp.torch.Tensor yA = _normA.forward(tA);
            tA.Dispose();

            return [yA.MoveToOuterDisposeScope()];
        }

