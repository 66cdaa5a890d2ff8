// Processor

    /// <summary>1x1 max pooling, 20x6x5 -&gt; 20x6x5, y = max(t + residual, 0): rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void MaxPool1x1_20x6x5_20x6x5_AddRelu(float* source, float* output, float* residual, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 480);
            float* y = output + (block * 480) + (row * 80);
            float* r = residual + (block * 480) + (row * 80);
            int top = row;
            int bottom = row + 1;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);
                    int left = column;
                    int right = column + 1;
                    for (int h = top; h < bottom; h++)
                    {
                        float* end = plane + lane + (h * 80) + (right * 16);
                        for (float* x = plane + lane + (h * 80) + (left * 16); x < end; x += 16)
                        {
                            t = vN::Vector.Max(t, vN::Vector.Load(x));
                        }
                    }

                    t += vN::Vector.Load(r + lane + (column * 16));
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>its input, 20x6x5 -&gt; 20x6x5, y = t + residual: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Identity_20x6x5_20x6x5_Add(float* source, float* output, float* residual, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 480);
            float* y = output + (block * 480) + (row * 80);
            float* r = residual + (block * 480) + (row * 80);
            float* x = plane + (row * 80);

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

// Device

        /// <summary>Largest of windows 1×1, 20x6x5 to 20x6x5; y = max(t + residual, 0). A thread for each value.</summary>
        private static void MaxPool1x1_20x6x5_AddRelu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 5;
                int row = i / 5 % 6;
                int slab = i / 30;
                int top = row;
                int left = column;
                float t = float.NegativeInfinity;
                for (int u = 0; u < 1; u++)
                {
                    int line = top + u;
                    long from = ((long)slab * 30) + (line * 5) + left;
                    t = onGpu::GpuTiles.Max(t, x[from]);
                }

                y[i] = Relu(t + residual[i]);
            }
        }

        /// <summary>y = t + residual for [N, 20, 30]; y may be x.</summary>
        private static void Finish_20x30_Add(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                y[i] = x[i] + residual[i];
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

            // A: 1x1 max pooling, plus the input, ReLU -> 20x6x5
            global::TorchSharp.torch.Tensor tA = global::TorchSharp.torch.nn.functional.max_pool2d(inputs[0], 1L, stride: 1L, padding: 0L);
            global::TorchSharp.torch.Tensor t2A = tA.add(inputs[0]);
            tA.Dispose();
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.relu(t2A);
            t2A.Dispose();

            // C: plus the input, plus A -> 20x6x5
            global::TorchSharp.torch.Tensor tC = yA.add(inputs[0]);
            global::TorchSharp.torch.Tensor yC = tC.add(yA);
            tC.Dispose();
            yA.Dispose();

            return [yC.MoveToOuterDisposeScope()];
        }

