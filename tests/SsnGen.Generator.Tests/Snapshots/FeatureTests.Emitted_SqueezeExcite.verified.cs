// Processor

    /// <summary>global average, 20x6x5 -&gt; 20, y = Sigmoid(t): rows of 16 channels; job = block.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void GlobalAveragePool_20x6x5_20_Sigmoid(float* source, float* output, int first, int last)
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
                t = vN::Vector<float>.One / (vN::Vector<float>.One + vN::Vector.Exp(-t));
                vN::Vector.Store(t, y + lane);
            }
        }
    }

    /// <summary>its input, 20x6x5 -&gt; 20x6x5, y = t factor: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Identity_20x6x5_20x6x5_Scale(float* source, float* output, float* factor, int first, int last)
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
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

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

    /// <summary>its input, 20x12x10 -&gt; 20x12x10, y = GELU(t factor): rows of 16 channels; job = block * 12 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Identity_20x12x10_20x12x10_Scale_Gelu(float* source, float* output, float* factor, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 12;
            int row = job % 12;
            float* plane = source + (block * 1920);
            float* y = output + (block * 1920) + (row * 160);
            float* f = factor + (block * 16);
            float* x = plane + (row * 160);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                vN::Vector<float> scale = vN::Vector.Load(f + lane);
                for (int column = 0; column < 10; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    t *= scale;
                    {
                        vN::Vector<float> distance = vN::Vector.MaxNative(t, -t) * new vN::Vector<float>(0.70710677f);
                        vN::Vector<float> fraction = vN::Vector<float>.One / vN::Vector.MultiplyAddEstimate(distance, new vN::Vector<float>(0.3275911f), vN::Vector<float>.One);
                        vN::Vector<float> power = vN::Vector.Exp(-(distance * distance));
                        vN::Vector<float> rest = power * (fraction * vN::Vector.MultiplyAddEstimate(vN::Vector.MultiplyAddEstimate(vN::Vector.MultiplyAddEstimate(vN::Vector.MultiplyAddEstimate(fraction, new vN::Vector<float>(0.5307027f), new vN::Vector<float>(-0.72657603f)), fraction, new vN::Vector<float>(0.7107069f)), fraction, new vN::Vector<float>(-0.14224836f)), fraction, new vN::Vector<float>(0.1274148f)));
                        t = t * vN::Vector.ConditionalSelect(vN::Vector.LessThan(t, vN::Vector<float>.Zero), rest, vN::Vector<float>.One - rest);
                    }
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

        /// <summary>Average of each channel, 20x6x5 to 20; y = Sigmoid(t). A thread for each value.</summary>
        private static void Average_20x6x5_Sigmoid(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
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
                y[i] = Sigmoid(t);
            }
        }

        /// <summary>y = t·factor for [N, 20, 30], factor [N, 20]; y may be x.</summary>
        private static void Scale_20x30(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> factor, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                y[i] = onGpu::GpuValues.Scaled(x[i], factor[i / 30]);
            }
        }

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

        /// <summary>y = GELU(t·factor) for [N, 20, 120], factor [N, 20]; y may be x.</summary>
        private static void Scale_20x120_Gelu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> factor, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> values = x.Cast<onGpu::Float4>();
            ilGpu::ArrayView<onGpu::Float4> outputs = y.Cast<onGpu::Float4>();
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                outputs[i] = Gelu(onGpu::GpuValues.Scaled(values[i], factor[i / 30]));
            }
        }

        /// <summary>y = Sigmoid(t).</summary>
        private static float Sigmoid(float t)
        {
            return 1f / (1f + global::System.MathF.Exp(-t));
        }

        private static onGpu::Float4 Sigmoid(onGpu::Float4 t) => new(Sigmoid(t.X), Sigmoid(t.Y), Sigmoid(t.Z), Sigmoid(t.W));

        /// <summary>y = GELU(t).</summary>
        private static float Gelu(float t)
        {
            float distance = (-t < t ? t : -t) * 0.70710677f;
            float fraction = 1f / ((distance * 0.3275911f) + 1f);
            float power = global::System.MathF.Exp(-(distance * distance));
            float rest = power * (fraction * ((((((((fraction * 0.5307027f) + -0.72657603f) * fraction) + 0.7107069f) * fraction) + -0.14224836f) * fraction) + 0.1274148f));
            return t * (t < 0f ? rest : 1f - rest);
        }

        private static onGpu::Float4 Gelu(onGpu::Float4 t) => new(Gelu(t.X), Gelu(t.Y), Gelu(t.Z), Gelu(t.W));

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: global average, sigmoid -> 20
            global::TorchSharp.torch.Tensor tA = global::TorchSharp.torch.nn.functional.adaptive_avg_pool2d(inputs[0], 1L);
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.sigmoid(tA);
            tA.Dispose();

            // B: times A -> 20x6x5
            global::TorchSharp.torch.Tensor yB = inputs[0].mul(yA);

            // C: resized to 12x10 by nearest pixels, times A, GELU -> 20x12x10
            global::TorchSharp.torch.Tensor tC = global::TorchSharp.torch.nn.functional.interpolate(yB, size: [12L, 10L], mode: global::TorchSharp.torch.InterpolationMode.Nearest);
            global::TorchSharp.torch.Tensor t2C = tC.mul(yA);
            tC.Dispose();
            global::TorchSharp.torch.Tensor yC = global::TorchSharp.torch.nn.functional.gelu(t2C);
            t2C.Dispose();
            yA.Dispose();
            yB.Dispose();

            return [yC.MoveToOuterDisposeScope()];
        }

