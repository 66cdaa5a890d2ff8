// Processor

    /// <summary>averages of 4x5 windows, 20x6x5 -&gt; 20x4x5: rows of 16 channels; job = block * 4 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void AdaptiveAveragePool_4_5_20x6x5_20x4x5(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 4;
            int row = job % 4;
            float* plane = source + (block * 480);
            float* y = output + (block * 320) + (row * 80);
            int top = row * 6 / 4;
            int bottom = (((row + 1) * 6) + 3) / 4;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector<float>.Zero;
                    int left = column;
                    int right = left + 1;
                    for (int h = top; h < bottom; h++)
                    {
                        float* end = plane + lane + (h * 80) + (right * 16);
                        for (float* x = plane + lane + (h * 80) + (left * 16); x < end; x += 16)
                        {
                            t += vN::Vector.Load(x);
                        }
                    }

                    t /= new vN::Vector<float>((bottom - top) * (right - left));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>resized to 6x5 by nearest pixels, 20x4x5 -&gt; 20x6x5: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void ResizeNearest_6_5_20x4x5_20x6x5(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 320);
            float* y = output + (block * 480) + (row * 80);
            float* x = plane + ((row * 4 / 6) * 80);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>global average, 20x4x5 -&gt; 20: rows of 16 channels; job = block.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void GlobalAveragePool_20x4x5_20(float* source, float* output, int first, int last)
    {
        double* mean = stackalloc double[16];
        for (int block = first; block < last; block++)
        {
            float* plane = source + (block * 320);
            float* y = output + (block * 16);
            NetPlanes.Mean4x5(plane, mean);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                vN::Vector<float> t = vN::Vector.Narrow(vN::Vector.Load(mean + lane), vN::Vector.Load(mean + lane + vN::Vector<double>.Count));
                vN::Vector.Store(t, y + lane);
            }
        }
    }

    /// <summary>resized to 6x5 by nearest pixels, 20 -&gt; 20x6x5, y = t + residual: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void ResizeNearest_6_5_20_20x6x5_Add(float* source, float* output, float* residual, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 16);
            float* y = output + (block * 480) + (row * 80);
            float* r = residual + (block * 480) + (row * 80);
            float* x = plane;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane);
                    t += vN::Vector.Load(r + lane + (column * 16));
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>
    /// Mean of each of 16 channels over 4x5 pixels, by two passes: the second one
    /// sums the differences from the first one's mean, so that its rounding does not count. Rows are summed in floats, merged in doubles.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Mean4x5(float* y, double* mean)
    {
        for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
        {
            vN::Vector<double> low = vN::Vector<double>.Zero, high = vN::Vector<double>.Zero, l, h;
            for (int row = 0; row < 4; row++)
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

            vN::Vector<float> centre = vN::Vector.Narrow(low / new vN::Vector<double>(20.0), high / new vN::Vector<double>(20.0));

            low = high = vN::Vector<double>.Zero;
            for (int row = 0; row < 4; row++)
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
            vN::Vector.Store(l + (low / new vN::Vector<double>(20.0)), mean + lane);
            vN::Vector.Store(h + (high / new vN::Vector<double>(20.0)), mean + lane + vN::Vector<double>.Count);
        }
    }

// Device

        /// <summary>averages of 4x5 windows, 20x6x5 to 20x4x5; y = t. A thread for each value.</summary>
        private static void Average4x5_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 400; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 5;
                int row = i / 5 % 4;
                int slab = i / 20;
                int top = (((row * 6)) / 4);
                int bottom = ((((row + 1) * 6) + 3) / 4);
                int left = (((column * 5)) / 5);
                int right = ((((column + 1) * 5) + 4) / 5);
                float t = 0f;
                for (int h = top; h < bottom; h++)
                {
                    for (int v = left; v < right; v++)
                    {
                        t += x[((long)slab * 30) + (h * 5) + v];
                    }
                }

                t /= (bottom - top) * (right - left);
                y[i] = t;
            }
        }

        /// <summary>resized to 6x5 by nearest pixels, 20x4x5 to 20x6x5; y = t. A thread for each value.</summary>
        private static void Nearest6x5_20x4x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 5;
                int row = i / 5 % 6;
                int slab = i / 30;
                float t = x[((long)slab * 20) + ((((row * 4)) / 6) * 5) + column];
                y[i] = t;
            }
        }

        /// <summary>Average of each channel, 20x4x5 to 20; y = t. A thread for each value.</summary>
        private static void Average_20x4x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> values = x.Cast<onGpu::Float4>();
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 20; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                long start = (long)i * 5;
                double sum = 0.0;
                for (int v = 0; v < 4; v += 4)
                {
                    sum += onGpu::GpuValues.WideSum(values[start + v]) + onGpu::GpuValues.WideSum(values[start + v + 1]) + onGpu::GpuValues.WideSum(values[start + v + 2]) + onGpu::GpuValues.WideSum(values[start + v + 3]);
                }

                sum += onGpu::GpuValues.WideSum(values[start + 4]);
                float t = (float)(sum / 20);
                y[i] = t;
            }
        }

        /// <summary>resized to 6x5 by nearest pixels, 20 to 20x6x5; y = t + residual. A thread for each value.</summary>
        private static void Nearest6x5_20x1x1_Add(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 5;
                int row = i / 5 % 6;
                int slab = i / 30;
                float t = x[(long)slab + (row / 6) + (column / 5)];
                y[i] = t + residual[i];
            }
        }

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: averages of 4x5 windows -> 20x4x5
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.adaptive_avg_pool2d(inputs[0], new long[] { 4L, 5L });

            // B: resized to 6x5 by nearest pixels -> 20x6x5
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.interpolate(yA, size: [6L, 5L], mode: global::TorchSharp.torch.InterpolationMode.Nearest);

            // C: global average -> 20
            global::TorchSharp.torch.Tensor yC = global::TorchSharp.torch.nn.functional.adaptive_avg_pool2d(yA, 1L);
            yA.Dispose();

            // D: resized to 6x5 by nearest pixels, plus B -> 20x6x5
            global::TorchSharp.torch.Tensor tD = global::TorchSharp.torch.nn.functional.interpolate(yC, size: [6L, 5L], mode: global::TorchSharp.torch.InterpolationMode.Nearest);
            global::TorchSharp.torch.Tensor yD = tD.add(yB);
            tD.Dispose();
            yB.Dispose();
            yC.Dispose();

            return [yD.MoveToOuterDisposeScope()];
        }

