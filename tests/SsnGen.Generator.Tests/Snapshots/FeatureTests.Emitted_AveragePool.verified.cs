// Processor

    /// <summary>2x2 average pooling, stride 2, 20x6x5 -&gt; 20x3x2, y = max(t, 0): rows of 16 channels; job = block * 3 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void AveragePool2x2s2_20x6x5_20x3x2_Relu(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 3;
            int row = job % 3;
            float* plane = source + (block * 480);
            float* y = output + (block * 96) + (row * 32);
            int top = (row * 2);
            int bottom = (row * 2) + 2;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 2; column++)
                {
                    vN::Vector<float> t = vN::Vector<float>.Zero;
                    int left = (column * 2);
                    int right = (column * 2) + 2;
                    for (int h = top; h < bottom; h++)
                    {
                        float* end = plane + lane + (h * 80) + (right * 16);
                        for (float* x = plane + lane + (h * 80) + (left * 16); x < end; x += 16)
                        {
                            t += vN::Vector.Load(x);
                        }
                    }

                    t /= new vN::Vector<float>(4f);
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

// Device

        /// <summary>Average of windows 2×2, stride 2, 20x6x5 to 20x3x2; y = max(t, 0). A thread for each value.</summary>
        private static void AveragePool2x2s2_20x6x5_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 120; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 2;
                int row = i / 2 % 3;
                int slab = i / 6;
                int top = row * 2;
                int left = column * 2;
                float t = 0f;
                for (int u = 0; u < 2; u++)
                {
                    int line = top + u;
                    long from = ((long)slab * 30) + (line * 5) + left;
                    t += x[from];
                    t += x[from + 1];
                }

                t /= 4f;
                y[i] = Relu(t);
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

            // A: 2x2 average pooling, stride 2, ReLU -> 20x3x2
            global::TorchSharp.torch.Tensor tA = global::TorchSharp.torch.nn.functional.avg_pool2d(inputs[0], 2L, stride: 2L, padding: 0L);
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.relu(tA);
            tA.Dispose();

            return [yA.MoveToOuterDisposeScope()];
        }

