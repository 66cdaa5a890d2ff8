// Processor

    /// <summary>
    /// 1x1 convolution, 20x6x5 -&gt; 64x6x5: y = bias + sum w x.
    /// A row is 5 pixels x 32 channels (512 bits), 5 pixels x 16 channels (256 bits), 5 pixels x 16 channels (128 bits); job = unit * 6 + row.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Convolve1x1_20x6x5_64x6x5(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int unit = job / 6;
            int row = job % 6;
            float* x = source + (row * 80);
            float* w = weights + (unit * 1024);
            float* bias = biases + (unit * 32);
            float* y = output + (unit * 960) + (row * 80);

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Conv1x1_i16w32_5x32(x, 80, 480, 2, w, bias, y, 480);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                for (int block = 0; block < 2; block++)
                {
                    NetTiles256.Conv1x1_i16w32_5x16(x, 80, 480, 2, w + (block * 16), bias + (block * 16), y + (block * 480), 480);
                }
            }
            else
            {
                for (int block = 0; block < 2; block++)
                {
                    NetTiles128.Conv1x1_i16w32_5x16(x, 80, 480, 2, w + (block * 16), bias + (block * 16), y + (block * 480), 480);
                }
            }
        }
    }

    /// <summary>2x2 pixels of channels, pixel by pixel, 64x6x5 -&gt; 16x12x10, y = max((t - centre) scale + shift, 0): rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void DepthToSpace_2_64x6x5_16x12x10_Affine_Relu(float* source, float* affines, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* y = output + 208 + (row * 192);
            float* affine = affines;
            float* x = source + ((row % 2) * 960) + ((row / 2) * 80);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 10; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + ((column % 2) * 480) + ((column / 2) * 16));
                    t = vN::Vector.MultiplyAddEstimate(t - vN::Vector.Load(affine + lane), vN::Vector.Load(affine + lane + 16), vN::Vector.Load(affine + lane + 32));
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }

            NetPlanes.ClearBorder12x10h1(output, row);
        }
    }

    /// <summary>
    /// 2x2 convolution, padding 0+1x0+1, 16x12x10 -&gt; 16x12x10: y = bias + sum w x.
    /// A row is 10 pixels x 16 channels (512 bits), 2 x 5 pixels x 16 channels (256 bits), 2 x 5 pixels x 16 channels (128 bits); job = row.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Convolve2x2p0_0_1_1_16x12x10_16x12x10(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* x = source + (row * 192);
            float* w = weights;
            float* bias = biases;
            float* y = output + (row * 160);

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Conv2x2_i16w16_10x16(x, 192, 2688, 1, w, bias, y, 1920);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                for (int pixel = 0; pixel < 10; pixel += 5)
                {
                    NetTiles256.Conv2x2_i16w16_5x16(x + (pixel * 16), 192, 2688, 1, w, bias, y + (pixel * 16), 1920);
                }
            }
            else
            {
                for (int pixel = 0; pixel < 10; pixel += 5)
                {
                    NetTiles128.Conv2x2_i16w16_5x16(x + (pixel * 16), 192, 2688, 1, w, bias, y + (pixel * 16), 1920);
                }
            }
        }
    }

    /// <summary>2x2 pixels of channels, pixel by pixel, 16x12x10 -&gt; 4x23x19: rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void DepthToSpace_2_16x12x10_4x23x19(float* source, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* y = output + (row * 304);

            // Each channel from its own place.
            new global::System.Span<float>(y, 304).Clear();
            for (int lane = 0; lane < 4; lane++)
            {
                int c = lane;
                for (int phase = 0; phase < 2; phase++)
                {
                    int from = (((row % 2 * 2) + phase) * 4) + c;
                    float* x = source + from + ((row / 2) * 160);
                    for (int column = phase; column < 19; column += 2, x += 16)
                    {
                        y[(column * 16) + lane] = *x;
                    }
                }
            }
        }
    }

    /// <summary>
    /// Sets the border around one row of a 12x10 plane to zero (memory is reused, so it may hold anything):
    /// what lies between this row and the next, and the border above the first row.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void ClearBorder12x10h1(float* plane, int row)
    {
        if (row == 0)
        {
            new global::System.Span<float>(plane, 208).Clear();
        }

        float* end = plane + 368 + (row * 192);
        new global::System.Span<float>(end, row == 11 ? 208 : 32).Clear();
    }

    /// <summary>
    /// 1x1 convolution, stride 1, dilation 1, 16 input channels per block: 5 pixels x 16 channels,
    /// 10 accumulators. y = bias + sum w x.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv1x1_i16w32_5x16(float* x, int xRow, int xPlane, int blocks, float* w, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0, b3 = b0, b4 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane)
        {
            float* s = x;
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

    /// <summary>
    /// 2x2 convolution, stride 1, dilation 1, 16 input channels per block: 5 pixels x 16 channels,
    /// 10 accumulators. y = bias + sum w x.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv2x2_i16w16_5x16(float* x, int xRow, int xPlane, int blocks, float* w, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0, b3 = b0, b4 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane)
        {
            float* line = x;
            for (int row = 0; row < 2; row++, line += xRow)
            {
                float* s = line;
                for (float* end = s + 32; s < end; s++, w += 16)
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
        /// Convolution 1×1, 20x6x5 to 64x6x5; y = t.
        /// A thread computes 4 channels of 5 neighbouring pixels.
        /// </summary>
        private static void Convolve1x1_20x6x5_64(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 96; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int row = item % 6;
                int tile = item / 6 % 16;
                int n = item / 96;
                long start = (long)n * 600;
                int top = row;

                onGpu::Float4 sum0 = default;
                onGpu::Float4 sum1 = default;
                onGpu::Float4 sum2 = default;
                onGpu::Float4 sum3 = default;
                onGpu::Float4 sum4 = default;

                for (int c = 0; c < 20; c++)
                {
                    int line = top;
                    long from = start + (c * 30) + (line * 5);
                    int tap = (tile * 20) + c;
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

                int o = tile * 4;
                long at = ((long)n * 1920) + (o * 30) + (row * 5);
                y[at] = sum0.X;
                y[at + 30] = sum0.Y;
                y[at + 60] = sum0.Z;
                y[at + 90] = sum0.W;
                y[at + 1] = sum1.X;
                y[at + 31] = sum1.Y;
                y[at + 61] = sum1.Z;
                y[at + 91] = sum1.W;
                y[at + 2] = sum2.X;
                y[at + 32] = sum2.Y;
                y[at + 62] = sum2.Z;
                y[at + 92] = sum2.W;
                y[at + 3] = sum3.X;
                y[at + 33] = sum3.Y;
                y[at + 63] = sum3.Z;
                y[at + 93] = sum3.W;
                y[at + 4] = sum4.X;
                y[at + 34] = sum4.Y;
                y[at + 64] = sum4.Z;
                y[at + 94] = sum4.W;
            }
        }

        /// <summary>2x2 pixels of channels, pixel by pixel, 64x6x5 to 16x12x10; y = max((t − centre)·scale + shift, 0). A thread for each value.</summary>
        private static void PixelsFirst2_64x6x5_Affine_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> affine, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 1920; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 10;
                int row = i / 10 % 12;
                int slab = i / 120;
                int phase = (row % 2 * 2) + (column % 2);
                int from = (slab / 16 * 64) + (phase * 16) + (slab % 16);
                float t = x[((long)from * 30) + ((row / 2) * 5) + (column / 2)];
                y[i] = Relu(onGpu::GpuTiles.Normalize(t, affine, slab % 16, 16));
            }
        }

        /// <summary>
        /// Convolution 2×2, padding 0+1x0+1, 16x12x10 to 16x12x10; y = t + bias.
        /// A thread computes 4 channels of 5 neighbouring pixels.
        /// </summary>
        private static void Convolve2x2p0_0_1_1_16x12x10_16_Bias(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 96; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int segment = item % 2;
                int row = item / 2 % 12;
                int tile = item / 24 % 4;
                int n = item / 96;
                long start = (long)n * 1920;
                int top = row;
                int left = segment * 5;
                bool inside5 = left + 5 < 10;

                onGpu::Float4 sum0 = default;
                onGpu::Float4 sum1 = default;
                onGpu::Float4 sum2 = default;
                onGpu::Float4 sum3 = default;
                onGpu::Float4 sum4 = default;

                for (int c = 0; c < 16; c++)
                {
                    for (int u = 0; u < 2; u++)
                    {
                        int line = top + u;
                        if (line < 12)
                        {
                            long from = start + (c * 120) + (line * 10) + left;
                            int tap = (tile * 64) + (c * 4) + (u * 2);
                            float x0 = x[from];
                            float x1 = x[from + 1];
                            float x2 = x[from + 2];
                            float x3 = x[from + 3];
                            float x4 = x[from + 4];
                            float x5 = onGpu::GpuTiles.Load(x, from + 5, inside5);
                            onGpu::Float4 w0_0 = packed[tap];
                            sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w0_0, x0);
                            sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w0_0, x1);
                            sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w0_0, x2);
                            sum3 = onGpu::GpuTiles.MultiplyAdd(sum3, w0_0, x3);
                            sum4 = onGpu::GpuTiles.MultiplyAdd(sum4, w0_0, x4);
                            onGpu::Float4 w1_0 = packed[tap + 1];
                            sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w1_0, x1);
                            sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w1_0, x2);
                            sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w1_0, x3);
                            sum3 = onGpu::GpuTiles.MultiplyAdd(sum3, w1_0, x4);
                            sum4 = onGpu::GpuTiles.MultiplyAdd(sum4, w1_0, x5);
                        }
                    }
                }

                int o = tile * 4;
                long at = ((long)n * 1920) + (o * 120) + (row * 10) + (segment * 5);
                y[at] = sum0.X + bias[o];
                y[at + 120] = sum0.Y + bias[o + 1];
                y[at + 240] = sum0.Z + bias[o + 2];
                y[at + 360] = sum0.W + bias[o + 3];
                y[at + 1] = sum1.X + bias[o];
                y[at + 121] = sum1.Y + bias[o + 1];
                y[at + 241] = sum1.Z + bias[o + 2];
                y[at + 361] = sum1.W + bias[o + 3];
                y[at + 2] = sum2.X + bias[o];
                y[at + 122] = sum2.Y + bias[o + 1];
                y[at + 242] = sum2.Z + bias[o + 2];
                y[at + 362] = sum2.W + bias[o + 3];
                y[at + 3] = sum3.X + bias[o];
                y[at + 123] = sum3.Y + bias[o + 1];
                y[at + 243] = sum3.Z + bias[o + 2];
                y[at + 363] = sum3.W + bias[o + 3];
                y[at + 4] = sum4.X + bias[o];
                y[at + 124] = sum4.Y + bias[o + 1];
                y[at + 244] = sum4.Z + bias[o + 2];
                y[at + 364] = sum4.W + bias[o + 3];
            }
        }

        /// <summary>
        /// Unfolds 16x12x10 for a convolution 2×2, padding 0+1x0+1: [N, 16·2·2, 120], zeros outside of the image.
        /// A thread for each channel and pixel.
        /// </summary>
        private static void Unfold2x2p0_0_1_1_16x12x10(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> columns, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 1920; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int pixel = i % 120;
                int slab = i / 120;
                int top = (pixel / 10);
                int left = (pixel % 10);
                for (int u = 0; u < 2; u++)
                {
                    int line = top + u;
                    long from = ((long)slab * 120) + (line * 10) + left;
                    long to = ((long)slab * 480) + (u * 240) + pixel;
                    bool inside = line < 12;
                    columns[to] = onGpu::GpuTiles.Load(x, from, inside);
                    columns[to + 120] = onGpu::GpuTiles.Load(x, from + 1, inside && left + 1 < 10);
                }
            }
        }

        /// <summary>y = t + bias for [N, 16, 120]; y may be x.</summary>
        private static void Finish_16x120_Bias(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> values = x.Cast<onGpu::Float4>();
            ilGpu::ArrayView<onGpu::Float4> outputs = y.Cast<onGpu::Float4>();
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 480; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i / 30 % 16;
                outputs[i] = onGpu::GpuTiles.Add(values[i], bias[c]);
            }
        }

        /// <summary>2x2 pixels of channels, pixel by pixel, 16x12x10 to 4x23x19; y = t. A thread for each value.</summary>
        private static void PixelsFirst2_16x12x10(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 1748; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 19;
                int row = i / 19 % 23;
                int slab = i / 437;
                int phase = (row % 2 * 2) + (column % 2);
                int from = (slab / 4 * 16) + (phase * 4) + (slab % 4);
                float t = x[((long)from * 120) + ((row / 2) * 10) + (column / 2)];
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

            // A: 2x2 transposed convolution, stride 2, SSN of Batch, ReLU -> 16x12x10
            global::TorchSharp.torch.Tensor tA = _convA.forward(inputs[0]);
            global::TorchSharp.torch.Tensor yA = _normA.forward(tA);
            tA.Dispose();

            // B: 3x3 transposed convolution, stride 2, padding 1 -> 4x23x19
            global::TorchSharp.torch.Tensor yB = _convB.forward(yA);
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

