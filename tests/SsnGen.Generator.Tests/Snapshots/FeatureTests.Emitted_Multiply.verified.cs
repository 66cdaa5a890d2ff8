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

    /// <summary>its input, 20x12x10 -&gt; 20x12x10, y = max(t factor + residual, 0): rows of 16 channels; job = block * 12 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Identity_20x12x10_20x12x10_Multiply_AddRelu(float* source, float* output, float* factor, float* residual, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 12;
            int row = job % 12;
            float* plane = source + (block * 1920);
            float* y = output + (block * 1920) + (row * 160);
            float* f = factor + (block * 1920) + (row * 160);
            float* r = residual + (block * 1920) + (row * 160);
            float* x = plane + (row * 160);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 10; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    t *= vN::Vector.Load(f + lane + (column * 16));
                    t += vN::Vector.Load(r + lane + (column * 16));
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
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

        /// <summary>y = max(t·factor + residual, 0) for [N, 20, 120]; y may be x.</summary>
        private static void Multiply_20x120_AddRelu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> factor, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> values = x.Cast<onGpu::Float4>();
            ilGpu::ArrayView<onGpu::Float4> outputs = y.Cast<onGpu::Float4>();
            ilGpu::ArrayView<onGpu::Float4> factors = factor.Cast<onGpu::Float4>();
            ilGpu::ArrayView<onGpu::Float4> residuals = residual.Cast<onGpu::Float4>();
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                outputs[i] = Relu(onGpu::GpuTiles.Add(onGpu::GpuTiles.Multiply(values[i], factors[i]), residuals[i]));
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

            // A: resized to 12x10 by nearest pixels -> 20x12x10
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.interpolate(inputs[0], size: [12L, 10L], mode: global::TorchSharp.torch.InterpolationMode.Nearest);

            // B: times A, plus A, ReLU -> 20x12x10
            global::TorchSharp.torch.Tensor tB = yA.mul(yA);
            global::TorchSharp.torch.Tensor t2B = tB.add(yA);
            tB.Dispose();
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.relu(t2B);
            t2B.Dispose();
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

