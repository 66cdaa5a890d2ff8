// Processor

    /// <summary>20x6x5 and 20x6x5 joined -&gt; 40x6x5, y = max(t, 0): rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Join_20x6x5_20x6x5_40x6x5_Relu(float* source0, float* source1, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* y = output + (block * 480) + (row * 80);

            // Each channel from its own place.
            int lanes = global::System.Math.Min(16, 40 - (block * 16));
            if (lanes < 16)
            {
                new global::System.Span<float>(y, 80).Clear();
            }

            for (int lane = 0; lane < lanes; lane++)
            {
                int c = (block * 16) + lane;
                float* x = c < 20 ? source0 + ((c / 16) * 480) + (c % 16) + (row * 80) : source1 + (((c - 20) / 16) * 480) + ((c - 20) % 16) + (row * 80);
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
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>global average, 40x6x5 -&gt; 40: rows of 16 channels; job = block.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void GlobalAveragePool_40x6x5_40(float* source, float* output, int first, int last)
    {
        double* mean = stackalloc double[16];
        for (int block = first; block < last; block++)
        {
            float* plane = source + (block * 480);
            float* y = output + (block * 16);
            NetPlanes.Mean6x5(plane, mean);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                vN::Vector<float> t = vN::Vector.Narrow(vN::Vector.Load(mean + lane), vN::Vector.Load(mean + lane + vN::Vector<double>.Count));
                vN::Vector.Store(t, y + lane);
            }
        }
    }

    /// <summary>
    /// Mean of each of 16 channels over 6x5 pixels, by two passes: the second one
    /// sums the differences from the first one's mean, so that its rounding does not count. Rows are summed in floats, merged in doubles.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Mean6x5(float* y, double* mean)
    {
        for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
        {
            vN::Vector<double> low = vN::Vector<double>.Zero, high = vN::Vector<double>.Zero, l, h;
            for (int row = 0; row < 6; row++)
            {
                float* x = y + lane + (row * 80);
                float* end = x + 80;
                vN::Vector<float> s0 = vN::Vector<float>.Zero, s1 = vN::Vector<float>.Zero, s2 = vN::Vector<float>.Zero, s3 = vN::Vector<float>.Zero, s4 = vN::Vector<float>.Zero;
                for (; x < end; x += 80)
                {
                    s0 += vN::Vector.Load(x);
                    s1 += vN::Vector.Load(x + 16);
                    s2 += vN::Vector.Load(x + 32);
                    s3 += vN::Vector.Load(x + 48);
                    s4 += vN::Vector.Load(x + 64);
                }

                vN::Vector.Widen(s0 + s1 + s2 + s3 + s4, out l, out h);
                low += l;
                high += h;
            }

            vN::Vector<float> centre = vN::Vector.Narrow(low / new vN::Vector<double>(30.0), high / new vN::Vector<double>(30.0));

            low = high = vN::Vector<double>.Zero;
            for (int row = 0; row < 6; row++)
            {
                float* x = y + lane + (row * 80);
                float* end = x + 80;
                vN::Vector<float> s0 = vN::Vector<float>.Zero, s1 = vN::Vector<float>.Zero, s2 = vN::Vector<float>.Zero, s3 = vN::Vector<float>.Zero, s4 = vN::Vector<float>.Zero, d;
                for (; x < end; x += 80)
                {
                    d = vN::Vector.Load(x) - centre;
                    s0 += d;
                    d = vN::Vector.Load(x + 16) - centre;
                    s1 += d;
                    d = vN::Vector.Load(x + 32) - centre;
                    s2 += d;
                    d = vN::Vector.Load(x + 48) - centre;
                    s3 += d;
                    d = vN::Vector.Load(x + 64) - centre;
                    s4 += d;
                }

                vN::Vector.Widen(s0 + s1 + s2 + s3 + s4, out l, out h);
                low += l;
                high += h;
            }

            vN::Vector.Widen(centre, out l, out h);
            vN::Vector.Store(l + (low / new vN::Vector<double>(30.0)), mean + lane);
            vN::Vector.Store(h + (high / new vN::Vector<double>(30.0)), mean + lane + vN::Vector<double>.Count);
        }
    }

// Device

        /// <summary>Channels 0 to 19 of 40x6x5, from 20x6x5; y = max(t, 0). A thread for each value.</summary>
        private static void Join_20x6x5_0_40_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                long place = i + (((long)i / 600) * 600);
                y[place] = Relu(x[i]);
            }
        }

        /// <summary>Channels 20 to 39 of 40x6x5, from 20x6x5; y = max(t, 0). A thread for each value.</summary>
        private static void Join_20x6x5_20_40_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                long place = i + (((long)i / 600) * 600) + 600;
                y[place] = Relu(x[i]);
            }
        }

        /// <summary>Average of each channel, 40x6x5 to 40; y = t. A thread for each value.</summary>
        private static void Average_40x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 40; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                long start = (long)i * 30;
                double sum = 0.0;
                for (int v = 0; v < 28; v += 4)
                {
                    sum += onGpu::GpuValues.WideSum(x[start + v]) + onGpu::GpuValues.WideSum(x[start + v + 1]) + onGpu::GpuValues.WideSum(x[start + v + 2]) + onGpu::GpuValues.WideSum(x[start + v + 3]);
                }

                sum += onGpu::GpuValues.WideSum(x[start + 28]) + onGpu::GpuValues.WideSum(x[start + 29]);
                float t = (float)(sum / 30);
                y[i] = t;
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

            // A: the input and the input joined, ReLU -> 40x6x5
            global::TorchSharp.torch.Tensor tA = global::TorchSharp.torch.cat([inputs[0], inputs[0]], 1L);
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.relu(tA);
            tA.Dispose();

            // B: global average -> 40
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.adaptive_avg_pool2d(yA, 1L);
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

