// Processor

    /// <summary>global average, 20x6x5 -&gt; 20: rows of 16 channels; job = block.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void GlobalAveragePool_20x6x5_20(float* source, float* output, int first, int last)
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

        /// <summary>Average of each channel, 20x6x5 to 20; y = t. A thread for each value.</summary>
        private static void Average_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
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

            // A: global average -> 20
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.adaptive_avg_pool2d(inputs[0], 1L);

            return [yA.MoveToOuterDisposeScope()];
        }

