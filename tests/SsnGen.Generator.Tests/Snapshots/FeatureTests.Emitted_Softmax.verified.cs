// Processor

    /// <summary>softmax over channels, 20x6x5 -&gt; 20x6x5: rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Softmax_20x6x5_20x6x5(float* source, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* plane = source;
            float* y = output + (row * 80);
            float* x = plane + (row * 80);
            vN::Vector<int> channels = new vN::Vector<int>(20);
            vN::Vector<float> nothing = new vN::Vector<float>(float.NegativeInfinity);
            for (int column = 0; column < 5; column++, x += 16, y += 16)
            {
                vN::Vector<float> largest = new vN::Vector<float>(float.NegativeInfinity);
                for (int c = 0; c < 32; c += vN::Vector<float>.Count)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + (c / 16 * 480) + (c % 16));
                    t = vN::Vector.ConditionalSelect(vN::Vector.LessThan(vN::Vector<int>.Indices + new vN::Vector<int>(c), channels), t, nothing);
                    largest = vN::Vector.Max(largest, t);
                }

                float most = largest[0];
                for (int lane = 1; lane < vN::Vector<float>.Count; lane++)
                {
                    most = global::System.Math.Max(most, largest[lane]);
                }

                vN::Vector<float> sum = vN::Vector<float>.Zero;
                for (int c = 0; c < 32; c += vN::Vector<float>.Count)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + (c / 16 * 480) + (c % 16));
                    t = vN::Vector.ConditionalSelect(vN::Vector.LessThan(vN::Vector<int>.Indices + new vN::Vector<int>(c), channels), t, nothing);
                    t = vN::Vector.Exp(t - new vN::Vector<float>(most));
                    sum += t;
                    vN::Vector.Store(t, y + (c / 16 * 480) + (c % 16));
                }

                vN::Vector<float> all = new vN::Vector<float>(vN::Vector.Sum(sum));
                for (int c = 0; c < 32; c += vN::Vector<float>.Count)
                {
                    vN::Vector.Store(vN::Vector.Load(y + (c / 16 * 480) + (c % 16)) / all, y + (c / 16 * 480) + (c % 16));
                }
            }
        }
    }

// Device

        /// <summary>softmax over channels, 20x6x5 to 20x6x5; y = t. A thread for each value.</summary>
        private static void Softmax_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int slab = i / 30;
                long from = ((long)(slab / 20) * 600) + (i % 30);
                float largest = float.NegativeInfinity;
                for (int k = 0; k < 20; k++)
                {
                    largest = onGpu::GpuTiles.Max(largest, x[from + (k * 30)]);
                }

                float sum = 0f;
                for (int k = 0; k < 20; k++)
                {
                    sum += global::System.MathF.Exp(x[from + (k * 30)] - largest);
                }

                float t = global::System.MathF.Exp(x[i] - largest) / sum;
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

            // A: softmax over channels -> 20x6x5
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.softmax(inputs[0], 1L);

            return [yA.MoveToOuterDisposeScope()];
        }

