// Processor

    /// <summary>1x1 max pooling, 20x6x5 -&gt; 20x6x5: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void MaxPool1_1_0_20x6x5_20x6x5(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 480);
            float* y = output + (block * 480) + (row * 80);
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

                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>global average, 20x6x5 -&gt; 20, y = HardSwish(t): rows of 16 channels; job = block.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void GlobalAveragePool_20x6x5_20_HardSwish(float* source, float* output, int first, int last)
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
                t = t * (vN::Vector.MinNative(new vN::Vector<float>(6f), vN::Vector.MaxNative(vN::Vector<float>.Zero, t + new vN::Vector<float>(3f))) * new vN::Vector<float>(0.16666667f));
                vN::Vector.Store(t, y + lane);
            }
        }
    }

    /// <summary>its input, 20x6x5 -&gt; 20x6x5, y = SiLU(t factor): rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Identity_20x6x5_20x6x5_Scale_Silu(float* source, float* output, float* factor, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 480);
            float* y = output + (block * 480) + (row * 80);
            float* f = factor + (block * 16);
            float* x = plane + (row * 80);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                vN::Vector<float> scale = vN::Vector.Load(f + lane);
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    t *= scale;
                    t = t / (vN::Vector<float>.One + vN::Vector.Exp(-t));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
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

        /// <summary>Largest of windows 1×1, 20x6x5 to 20x6x5; y = t. A thread for each value.</summary>
        private static void MaxPool1x1_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
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

                y[i] = t;
            }
        }

        /// <summary>Average of each channel, 20x6x5 to 20; y = HardSwish(t). A thread for each value.</summary>
        private static void Average_20x6x5_HardSwish(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 20; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                long start = (long)i * 30;
                double sum = 0.0;
                for (int v = 0; v < 28; v += 4)
                {
                    sum += onGpu::GpuValues.WideSum(x[start + v]) + onGpu::GpuValues.WideSum(x[start + v + 1]) + onGpu::GpuValues.WideSum(x[start + v + 2]) + onGpu::GpuValues.WideSum(x[start + v + 3]);
                }

                sum += onGpu::GpuValues.WideSum(x[start + 28]) + onGpu::GpuValues.WideSum(x[start + 29]);
                float t = (float)(sum / 30);
                y[i] = HardSwish(t);
            }
        }

        /// <summary>y = SiLU(t·factor) for [N, 20, 30], factor [N, 20]; y may be x.</summary>
        private static void Scale_20x30_Silu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> factor, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                y[i] = Silu(onGpu::GpuTiles.Multiply(x[i], factor[i / 30]));
            }
        }

        /// <summary>y = HardSwish(t).</summary>
        private static float HardSwish(float t)
        {
            return t * (((t + 3f < 0f ? 0f : t + 3f) > 6f ? 6f : (t + 3f < 0f ? 0f : t + 3f)) * 0.16666667f);
        }

        private static onGpu::Float4 HardSwish(onGpu::Float4 t) => new(HardSwish(t.X), HardSwish(t.Y), HardSwish(t.Z), HardSwish(t.W));

        /// <summary>y = SiLU(t).</summary>
        private static float Silu(float t)
        {
            return t / (1f + global::System.MathF.Exp(-t));
        }

        private static onGpu::Float4 Silu(onGpu::Float4 t) => new(Silu(t.X), Silu(t.Y), Silu(t.Z), Silu(t.W));

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: 1x1 max pooling -> 20x6x5
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.max_pool2d(inputs[0], 1L, stride: 1L, padding: 0L);

            // B: global average, hard swish -> 20
            global::TorchSharp.torch.Tensor tB = global::TorchSharp.torch.nn.functional.adaptive_avg_pool2d(yA, 1L);
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.hardswish(tB);
            tB.Dispose();

            // C: times B, SiLU -> 20x6x5
            global::TorchSharp.torch.Tensor tC = yA.mul(yB);
            global::TorchSharp.torch.Tensor yC = global::TorchSharp.torch.nn.functional.silu(tC);
            tC.Dispose();
            yA.Dispose();
            yB.Dispose();

            return [yC.MoveToOuterDisposeScope()];
        }

