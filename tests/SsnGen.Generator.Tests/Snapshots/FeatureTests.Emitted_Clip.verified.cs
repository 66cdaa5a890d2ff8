// Processor

    /// <summary>
    /// 3x1x1 convolution, stride 2x1x1, padding 1x0x0, 20x4x6x5 -&gt; 20x2x6x5: y = bias + sum w x.
    /// A row is 5 pixels x 32 channels (512 bits), 5 pixels x 16 channels (256 bits), 5 pixels x 16 channels (128 bits); job = frame * 6 + row.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Convolve3x1x1s2x1x1p1x0x0_20x4x6x5_20x2x6x5(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int frame = job / 6;
            int row = job % 6;
            float* x = source + (frame * 960) + (row * 80);
            float* w = weights;
            float* bias = biases;
            float* y = output + (frame * 480) + (row * 80);
            int early = (frame * 2) - 1;
            int front = global::System.Math.Max(0, -early);
            int back = global::System.Math.Min(3, 4 - early);

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Conv3x1x1_i16w32_5x32(x, 80, 1920, 2, front, back, 480, w, bias, y, 960);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                for (int block = 0; block < 2; block++)
                {
                    NetTiles256.Conv3x1x1_i16w32_5x16(x, 80, 1920, 2, front, back, 480, w + (block * 16), bias + (block * 16), y + (block * 960), 960);
                }
            }
            else
            {
                for (int block = 0; block < 2; block++)
                {
                    NetTiles128.Conv3x1x1_i16w32_5x16(x, 80, 1920, 2, front, back, 480, w + (block * 16), bias + (block * 16), y + (block * 960), 960);
                }
            }
        }
    }

    /// <summary>2x2x2 max pooling, stride 2, 20x2x6x5 -&gt; 20x1x3x2: rows of 16 channels; job = block * 3 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void MaxPool2x2x2s2_20x2x6x5_20x1x3x2(float* source, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 3;
            int row = job % 3;
            float* plane = source + (block * 960);
            float* y = output + (block * 96) + (row * 32);
            int front = 0;
            int back = 2;
            int top = (row * 2);
            int bottom = (row * 2) + 2;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 2; column++)
                {
                    vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);
                    int left = (column * 2);
                    int right = (column * 2) + 2;
                    for (int d = front; d < back; d++)
                    for (int h = top; h < bottom; h++)
                    {
                        float* end = plane + lane + (d * 480) + (h * 80) + (right * 16);
                        for (float* x = plane + lane + (d * 480) + (h * 80) + (left * 16); x < end; x += 16)
                        {
                            t = vN::Vector.Max(t, vN::Vector.Load(x));
                        }
                    }

                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>
    /// Normalizes some blocks of 20x2x6x5 in place, y = max(gamma (y - mean) / sqrt(variance + epsilon) + beta, 0).
    /// mean = Instance; variance = Instance.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Normalize_20x2x6x5_InstanceInstance_Relu(float* y, double* gamma, int first, int last)
    {
        double* beta = gamma + 32;
        float* coefficients = stackalloc float[48];
        new global::System.Span<float>(coefficients, 48).Clear();
        double* mean = stackalloc double[16];
        double* variance = stackalloc double[16];

        for (int block = first; block < last; block++)
        {
            NetPlanes.Moments2x6x5(y + (block * 960), mean, variance, 60.0);
            int lanes = global::System.Math.Min(16, 20 - (block * 16));
            new global::System.Span<float>(coefficients, 48).Clear();
            for (int lane = 0; lane < lanes; lane++)
            {
                int c = (block * 16) + lane;
                double m = mean[lane];
                double v = variance[lane] + 1E-05f;
                double scale = gamma[c] / global::System.Math.Sqrt(v);
                float centre = (float)m;
                coefficients[lane] = centre;
                coefficients[16 + lane] = (float)scale;
                coefficients[32 + lane] = (float)(beta[c] - (scale * (m - centre)));
            }

            NetPlanes.Apply2x6x5_Relu(y + (block * 960), coefficients);
        }
    }

    /// <summary>
    /// Mean and variance of each of 16 channels over 2x6x5 pixels, by two passes: the second one
    /// sums the differences from the first one's mean, so that its rounding does not count. Rows are summed in floats, merged in doubles.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Moments2x6x5(float* y, double* mean, double* variance, double divisor)
    {
        for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
        {
            vN::Vector<double> low = vN::Vector<double>.Zero, high = vN::Vector<double>.Zero, l, h;
            for (int frame = 0; frame < 2; frame++)
            for (int row = 0; row < 6; row++)
            {
                float* x = y + lane + (frame * 480) + (row * 80);
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

            vN::Vector<float> centre = vN::Vector.Narrow(low / new vN::Vector<double>(60.0), high / new vN::Vector<double>(60.0));

            low = high = vN::Vector<double>.Zero;
            vN::Vector<double> lowSquares = vN::Vector<double>.Zero, highSquares = vN::Vector<double>.Zero;
            for (int frame = 0; frame < 2; frame++)
            for (int row = 0; row < 6; row++)
            {
                float* x = y + lane + (frame * 480) + (row * 80);
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
            vN::Vector.Store(l + (low / new vN::Vector<double>(60.0)), mean + lane);
            vN::Vector.Store(h + (high / new vN::Vector<double>(60.0)), mean + lane + vN::Vector<double>.Count);
            vN::Vector.Store(vN::Vector.Max(lowSquares - (low * low / new vN::Vector<double>(60.0)), vN::Vector<double>.Zero) / new vN::Vector<double>(divisor), variance + lane);
            vN::Vector.Store(vN::Vector.Max(highSquares - (high * high / new vN::Vector<double>(60.0)), vN::Vector<double>.Zero) / new vN::Vector<double>(divisor), variance + lane + vN::Vector<double>.Count);
        }
    }

    /// <summary>
    /// Normalizes a 2x6x5 plane of 16 channels in place: y = max((y - centre) scale + shift, 0);
    /// coefficients: 16 centres, 16 scales, 16 shifts.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Apply2x6x5_Relu(float* y, float* coefficients)
    {
        for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
        {
            vN::Vector<float> centre = vN::Vector.Load(coefficients + lane);
            vN::Vector<float> scale = vN::Vector.Load(coefficients + 16 + lane);
            vN::Vector<float> shift = vN::Vector.Load(coefficients + 32 + lane);
            for (int frame = 0; frame < 2; frame++)
            for (int row = 0; row < 6; row++)
            {
                float* x = y + lane + (frame * 480) + (row * 80);
                for (int column = 0; column < 80; column += 16)
                {
                    vN::Vector<float> t = vN::Vector.MultiplyAddEstimate(vN::Vector.Load(x + column) - centre, scale, shift);
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, x + column);
                }
            }
        }
    }

    /// <summary>
    /// 3x1x1 convolution, stride 1, dilation 1, 16 input channels per block: 5 pixels x 16 channels,
    /// 10 accumulators. y = bias + sum w x.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv3x1x1_i16w32_5x16(float* x, int xRow, int xPlane, int blocks, int front, int back, int xFrame, float* weights, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0, b3 = b0, b4 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane, weights += 1536)
        {
            float* image = x + (front * xFrame);
            float* w = weights + (front * 512);
            for (int frame = front; frame < back; frame++, image += xFrame)
            {
                float* s = image;
                for (float* end = s + 16; s < end; s++, w += 32)
                {
                    vW::Vector256<float> w0 = vW::Vector256.Load(w), w1 = vW::Vector256.Load(w + 8);
                    vW::Vector256<float> t = vW::Vector256.Create(s[0]);
                    a0 = vW::Vector256.MultiplyAddEstimate(t, w0, a0); b0 = vW::Vector256.MultiplyAddEstimate(t, w1, b0);
                    t = vW::Vector256.Create(s[16]);
                    a1 = vW::Vector256.MultiplyAddEstimate(t, w0, a1); b1 = vW::Vector256.MultiplyAddEstimate(t, w1, b1);
                    t = vW::Vector256.Create(s[32]);
                    a2 = vW::Vector256.MultiplyAddEstimate(t, w0, a2); b2 = vW::Vector256.MultiplyAddEstimate(t, w1, b2);
                    t = vW::Vector256.Create(s[48]);
                    a3 = vW::Vector256.MultiplyAddEstimate(t, w0, a3); b3 = vW::Vector256.MultiplyAddEstimate(t, w1, b3);
                    t = vW::Vector256.Create(s[64]);
                    a4 = vW::Vector256.MultiplyAddEstimate(t, w0, a4); b4 = vW::Vector256.MultiplyAddEstimate(t, w1, b4);
                }
            }
        }

        vW::Vector256.Store(a0, y);
        vW::Vector256.Store(a1, y + 16);
        vW::Vector256.Store(a2, y + 32);
        vW::Vector256.Store(a3, y + 48);
        vW::Vector256.Store(a4, y + 64);
        vW::Vector256.Store(b0, y + 8);
        vW::Vector256.Store(b1, y + 24);
        vW::Vector256.Store(b2, y + 40);
        vW::Vector256.Store(b3, y + 56);
        vW::Vector256.Store(b4, y + 72);
    }

// Device

        /// <summary>
        /// Convolution 3×1×1, stride 2x1x1, padding 1x0x0, 20x4x6x5 to 20x2x6x5; y = t.
        /// A thread computes 4 channels of 5 neighbouring pixels.
        /// </summary>
        private static void Convolve3x1x1s2x1x1p1x0x0_20x4x6x5_20(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 60; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int row = item % 6;
                int frame = item / 6 % 2;
                int tile = item / 12 % 5;
                int n = item / 60;
                long start = (long)n * 2400;
                int front = (frame * 2) - 1;
                int top = row;

                onGpu::Float4 sum0 = default;
                onGpu::Float4 sum1 = default;
                onGpu::Float4 sum2 = default;
                onGpu::Float4 sum3 = default;
                onGpu::Float4 sum4 = default;

                for (int c = 0; c < 20; c++)
                {
                    for (int d = 0; d < 3; d++)
                    {
                        int image = front + d;
                        if (!(image >= 0))
                        {
                            continue;
                        }

                        int line = top;
                        long from = start + (c * 120) + (image * 30) + (line * 5);
                        int tap = (tile * 60) + (c * 3) + d;
                        float x0 = x[from];
                        float x1 = x[from + 1];
                        float x2 = x[from + 2];
                        float x3 = x[from + 3];
                        float x4 = x[from + 4];
                        onGpu::Float4 w0_0 = packed[tap];
                        sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w0_0, x0);
                        sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w0_0, x1);
                        sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w0_0, x2);
                        sum3 = onGpu::GpuTiles.MultiplyAdd(sum3, w0_0, x3);
                        sum4 = onGpu::GpuTiles.MultiplyAdd(sum4, w0_0, x4);
                    }
                }

                int o = tile * 4;
                long at = ((long)n * 1200) + (o * 60) + (frame * 30) + (row * 5);
                y[at] = sum0.X;
                y[at + 60] = sum0.Y;
                y[at + 120] = sum0.Z;
                y[at + 180] = sum0.W;
                y[at + 1] = sum1.X;
                y[at + 61] = sum1.Y;
                y[at + 121] = sum1.Z;
                y[at + 181] = sum1.W;
                y[at + 2] = sum2.X;
                y[at + 62] = sum2.Y;
                y[at + 122] = sum2.Z;
                y[at + 182] = sum2.W;
                y[at + 3] = sum3.X;
                y[at + 63] = sum3.Y;
                y[at + 123] = sum3.Z;
                y[at + 183] = sum3.W;
                y[at + 4] = sum4.X;
                y[at + 64] = sum4.Y;
                y[at + 124] = sum4.Z;
                y[at + 184] = sum4.W;
            }
        }

        /// <summary>
        /// Unfolds 20x4x6x5 for a convolution 3×1×1, stride 2x1x1, padding 1x0x0: [N, 20·3·1·1, 60], zeros outside of the image.
        /// A thread for each channel and pixel.
        /// </summary>
        private static void Unfold3x1x1s2x1x1p1x0x0_20x4x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> columns, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 1200; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int pixel = i % 60;
                int slab = i / 60;
                int front = ((pixel / 30) * 2) - 1;
                int top = (pixel / 5 % 6);
                int left = (pixel % 5);
                for (int d = 0; d < 3; d++)
                {
                    int image = front + d;
                    for (int u = 0; u < 1; u++)
                    {
                        int line = top + u;
                        long from = ((long)slab * 120) + (image * 30) + (line * 5) + left;
                        long to = ((long)slab * 180) + (d * 60) + (u * 60) + pixel;
                        bool inside = image >= 0;
                        columns[to] = onGpu::GpuTiles.Load(x, from, inside);
                    }
                }
            }
        }

        /// <summary>Largest of windows 2×2×2, stride 2, 20x2x6x5 to 20x1x3x2; y = t. A thread for each value.</summary>
        private static void MaxPool2x2x2s2_20x2x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 120; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 2;
                int row = i / 2 % 3;
                int slab = i / 6;
                int front = 0;
                int top = row * 2;
                int left = column * 2;
                float t = float.NegativeInfinity;
                for (int d = 0; d < 2; d++)
                {
                    int image = front + d;
                    for (int u = 0; u < 2; u++)
                    {
                        int line = top + u;
                        long from = ((long)slab * 60) + (image * 30) + (line * 5) + left;
                        t = onGpu::GpuTiles.Max(t, x[from]);
                        t = onGpu::GpuTiles.Max(t, x[from + 1]);
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

            // A: 3x1x1 convolution, stride 2x1x1, padding 1x0x0, SSN of Instance, ReLU -> 20x2x6x5
            global::TorchSharp.torch.Tensor tA = _convA.forward(inputs[0]);
            global::TorchSharp.torch.Tensor yA = _normA.forward(tA);
            tA.Dispose();

            // B: 2x2x2 max pooling, stride 2 -> 20x1x3x2
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.max_pool3d(yA, new long[] { 2L, 2L, 2L }, new long[] { 2L, 2L, 2L }, new long[] { 0L, 0L, 0L });
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

