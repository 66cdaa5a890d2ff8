// Processor

    /// <summary>3x3 max pooling, stride 2, padding 1, 20x6x5 -&gt; 20x3x3: rows of 16 channels; job = block * 3 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void MaxPool3x3s2p1_20x6x5_20x3x3(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 3;
            int row = job % 3;
            float* plane = source + (block * 480);
            float* y = output + (block * 144) + (row * 48);
            int top = global::System.Math.Max((row * 2) - 1, 0);
            int bottom = (row * 2) + 2;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 3; column++)
                {
                    vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);
                    int left = global::System.Math.Max((column * 2) - 1, 0);
                    int right = global::System.Math.Min((column * 2) + 2, 5);
                    for (int h = top; h < bottom; h++)
                    {
                        float* end = plane + lane + (h * 80) + (right * 16);
                        for (float* x = plane + lane + (h * 80) + (left * 16); x < end; x += 16)
                        {
                            t = vN::Vector.Max(t, vN::Vector.Load(x));
                        }
                    }

                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

// Device

        /// <summary>Largest of windows 3×3, stride 2, padding 1, 20x6x5 to 20x3x3; y = t. A thread for each value.</summary>
        private static void MaxPool3x3s2p1_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 180; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 3;
                int row = i / 3 % 3;
                int slab = i / 9;
                int top = (row * 2) - 1;
                int left = (column * 2) - 1;
                float t = float.NegativeInfinity;
                for (int u = 0; u < 3; u++)
                {
                    int line = top + u;
                    if (line >= 0)
                    {
                        long from = ((long)slab * 30) + (line * 5) + left;
                        if (left >= 0)
                        {
                            t = onGpu::GpuTiles.Max(t, x[from]);
                        }
                        t = onGpu::GpuTiles.Max(t, x[from + 1]);
                        if (left + 2 < 5)
                        {
                            t = onGpu::GpuTiles.Max(t, x[from + 2]);
                        }
                    }
                }

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

            // A: 3x3 max pooling, stride 2, padding 1 -> 20x3x3
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.max_pool2d(inputs[0], 3L, stride: 2L, padding: 1L);

            return [yA.MoveToOuterDisposeScope()];
        }

