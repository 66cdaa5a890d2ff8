// Processor

    /// <summary>its input, 20x6x5 -&gt; 20x6x5: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Identity_20x6x5_20x6x5(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 480);
            float* y = output + (block * 480) + (row * 80);
            float* x = plane + (row * 80);

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

    /// <summary>2x2 max pooling, stride 2, 20x6x5 -&gt; 20x3x2: rows of 16 channels; job = block * 3 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void MaxPool2x2s2_20x6x5_20x3x2(float* source, float* output, int first, int last)
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
                    vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);
                    int left = (column * 2);
                    int right = (column * 2) + 2;
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

    /// <summary>Moments of the channels of some blocks of 20x6x5.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Normalize_20x6x5_MixtureMoments(float* y, double* mean, int first, int last)
    {
        double* variance = mean + 32;
        for (int block = first; block < last; block++)
        {
            NetPlanes.Moments6x5(y + (block * 480), mean + (block * 16), variance + (block * 16), 30.0);
        }
    }

    /// <summary>
    /// Normalizes some blocks of 20x6x5 in place, y = gamma (y - mean) / sqrt(variance + epsilon) + beta.
    /// mean = p_Instance Instance + p_Layer Layer; variance = q_Instance Instance + q_Layer Layer.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Normalize_20x6x5_Mixture(float* y, double* gamma, double* mean, int first, int last)
    {
        double* beta = gamma + 32;
        double* p = gamma + 128;
        double* q = p + 2;
        float* coefficients = stackalloc float[48];
        new global::System.Span<float>(coefficients, 48).Clear();
        double* variance = mean + 32;
        global::SsnGen.Inference.ChannelMoments.Merge(mean, variance, 20, out double layerMean, out double layerVariance);

        for (int block = first; block < last; block++)
        {
            int lanes = global::System.Math.Min(16, 20 - (block * 16));
            new global::System.Span<float>(coefficients, 48).Clear();
            for (int lane = 0; lane < lanes; lane++)
            {
                int c = (block * 16) + lane;
                double m = (p[0] * mean[c]) + (p[1] * layerMean);
                double v = (q[0] * variance[c]) + (q[1] * layerVariance) + 1E-05f;
                double scale = gamma[c] / global::System.Math.Sqrt(v);
                float centre = (float)m;
                coefficients[lane] = centre;
                coefficients[16 + lane] = (float)scale;
                coefficients[32 + lane] = (float)(beta[c] - (scale * (m - centre)));
            }

            NetPlanes.Apply6x5(y + (block * 480), coefficients);
        }
    }

    /// <summary>
    /// Mean and variance of each of 16 channels over 6x5 pixels, by two passes: the second one
    /// sums the differences from the first one's mean, so that its rounding does not count. Rows are summed in floats, merged in doubles.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Moments6x5(float* y, double* mean, double* variance, double divisor)
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
            vN::Vector<double> lowSquares = vN::Vector<double>.Zero, highSquares = vN::Vector<double>.Zero;
            for (int row = 0; row < 6; row++)
            {
                float* x = y + lane + (row * 80);
                float* end = x + 80;
                vN::Vector<float> s0 = vN::Vector<float>.Zero, s1 = vN::Vector<float>.Zero, s2 = vN::Vector<float>.Zero, s3 = vN::Vector<float>.Zero, s4 = vN::Vector<float>.Zero, q0 = vN::Vector<float>.Zero, q1 = vN::Vector<float>.Zero, q2 = vN::Vector<float>.Zero, q3 = vN::Vector<float>.Zero, q4 = vN::Vector<float>.Zero, d;
                for (; x < end; x += 80)
                {
                    d = vN::Vector.Load(x) - centre;
                    s0 += d;
                    q0 = vN::Vector.MultiplyAddEstimate(d, d, q0);
                    d = vN::Vector.Load(x + 16) - centre;
                    s1 += d;
                    q1 = vN::Vector.MultiplyAddEstimate(d, d, q1);
                    d = vN::Vector.Load(x + 32) - centre;
                    s2 += d;
                    q2 = vN::Vector.MultiplyAddEstimate(d, d, q2);
                    d = vN::Vector.Load(x + 48) - centre;
                    s3 += d;
                    q3 = vN::Vector.MultiplyAddEstimate(d, d, q3);
                    d = vN::Vector.Load(x + 64) - centre;
                    s4 += d;
                    q4 = vN::Vector.MultiplyAddEstimate(d, d, q4);
                }

                vN::Vector.Widen(s0 + s1 + s2 + s3 + s4, out l, out h);
                low += l;
                high += h;
                vN::Vector.Widen(q0 + q1 + q2 + q3 + q4, out l, out h);
                lowSquares += l;
                highSquares += h;
            }

            vN::Vector.Widen(centre, out l, out h);
            vN::Vector.Store(l + (low / new vN::Vector<double>(30.0)), mean + lane);
            vN::Vector.Store(h + (high / new vN::Vector<double>(30.0)), mean + lane + vN::Vector<double>.Count);
            vN::Vector.Store(vN::Vector.Max(lowSquares - (low * low / new vN::Vector<double>(30.0)), vN::Vector<double>.Zero) / new vN::Vector<double>(divisor), variance + lane);
            vN::Vector.Store(vN::Vector.Max(highSquares - (high * high / new vN::Vector<double>(30.0)), vN::Vector<double>.Zero) / new vN::Vector<double>(divisor), variance + lane + vN::Vector<double>.Count);
        }
    }

    /// <summary>
    /// Normalizes a 6x5 plane of 16 channels in place: y = (y - centre) scale + shift;
    /// coefficients: 16 centres, 16 scales, 16 shifts.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Apply6x5(float* y, float* coefficients)
    {
        for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
        {
            vN::Vector<float> centre = vN::Vector.Load(coefficients + lane);
            vN::Vector<float> scale = vN::Vector.Load(coefficients + 16 + lane);
            vN::Vector<float> shift = vN::Vector.Load(coefficients + 32 + lane);
            for (int row = 0; row < 6; row++)
            {
                float* x = y + lane + (row * 80);
                for (int column = 0; column < 80; column += 16)
                {
                    vN::Vector<float> t = vN::Vector.MultiplyAddEstimate(vN::Vector.Load(x + column) - centre, scale, shift);
                    vN::Vector.Store(t, x + column);
                }
            }
        }
    }

// Device

        /// <summary>Largest of windows 2×2, stride 2, 20x6x5 to 20x3x2; y = t. A thread for each value.</summary>
        private static void MaxPool2x2s2_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 120; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 2;
                int row = i / 2 % 3;
                int slab = i / 6;
                int top = row * 2;
                int left = column * 2;
                float t = float.NegativeInfinity;
                for (int u = 0; u < 2; u++)
                {
                    int line = top + u;
                    long from = ((long)slab * 30) + (line * 5) + left;
                    t = onGpu::GpuTiles.Max(t, x[from]);
                    t = onGpu::GpuTiles.Max(t, x[from + 1]);
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

            // A: SSN of Instance/Layer -> 20x6x5
            global::TorchSharp.torch.Tensor yA = _normA.forward(inputs[0]);

            // B: 2x2 max pooling, stride 2 -> 20x3x2
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.max_pool2d(yA, 2L, stride: 2L, padding: 0L);
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

