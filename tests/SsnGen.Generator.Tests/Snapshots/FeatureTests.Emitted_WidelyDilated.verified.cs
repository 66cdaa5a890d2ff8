// Processor

    /// <summary>
    /// 3x3 convolution, dilation 4, padding 4, 20x6x5 -&gt; 20x6x5: y = max(bias + sum w x, 0).
    /// A row is 1 + 3 + 1 pixels x 32 channels (512 bits), 1 + 3 + 1 pixels x 16 channels (256 bits), 1 + 3 + 1 pixels x 16 channels (128 bits); job = row.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Convolve3x3p4d4_20x6x5_20x6x5_Relu(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* x = source + (row * 80);
            float* w = weights;
            float* bias = biases;
            float* y = output + (row * 80);
            int above = row - 4;
            int top = global::System.Math.Max(0, (3 - above) / 4);
            int bottom = global::System.Math.Min(3, (9 - above) / 4);

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Conv3x3d4p_i16w32_1x32_Relu(x, 320, 480, 2, top, bottom, 1, 3, w, bias, y, 480);
                NetTiles512.Conv3x3d4p_i16w32_3x32_Relu(x + 16, 320, 480, 2, top, bottom, 1, 2, w, bias, y + 16, 480);
                NetTiles512.Conv3x3d4p_i16w32_1x32_Relu(x + 64, 320, 480, 2, top, bottom, 0, 2, w, bias, y + 64, 480);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                for (int block = 0; block < 2; block++)
                {
                    NetTiles256.Conv3x3d4p_i16w32_1x16_Relu(x, 320, 480, 2, top, bottom, 1, 3, w + (block * 16), bias + (block * 16), y + (block * 480), 480);
                    NetTiles256.Conv3x3d4p_i16w32_3x16_Relu(x + 16, 320, 480, 2, top, bottom, 1, 2, w + (block * 16), bias + (block * 16), y + (block * 480) + 16, 480);
                    NetTiles256.Conv3x3d4p_i16w32_1x16_Relu(x + 64, 320, 480, 2, top, bottom, 0, 2, w + (block * 16), bias + (block * 16), y + (block * 480) + 64, 480);
                }
            }
            else
            {
                for (int block = 0; block < 2; block++)
                {
                    NetTiles128.Conv3x3d4p_i16w32_1x16_Relu(x, 320, 480, 2, top, bottom, 1, 3, w + (block * 16), bias + (block * 16), y + (block * 480), 480);
                    NetTiles128.Conv3x3d4p_i16w32_3x16_Relu(x + 16, 320, 480, 2, top, bottom, 1, 2, w + (block * 16), bias + (block * 16), y + (block * 480) + 16, 480);
                    NetTiles128.Conv3x3d4p_i16w32_1x16_Relu(x + 64, 320, 480, 2, top, bottom, 0, 2, w + (block * 16), bias + (block * 16), y + (block * 480) + 64, 480);
                }
            }
        }
    }

    /// <summary>
    /// 3x3 convolution, stride 1, dilation 4, 16 input channels per block: 1 pixel x 16 channels,
    /// 8 accumulators. y = max(bias + sum w x, 0).
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv3x3d4p_i16w32_1x16_Relu(float* x, int xRow, int xPlane, int blocks, int top, int bottom, int left, int right, float* weights, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias);
        vW::Vector256<float> a0_1 = vW::Vector256<float>.Zero;
        vW::Vector256<float> a0_2 = vW::Vector256<float>.Zero;
        vW::Vector256<float> a0_3 = vW::Vector256<float>.Zero;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8);
        vW::Vector256<float> b0_1 = vW::Vector256<float>.Zero;
        vW::Vector256<float> b0_2 = vW::Vector256<float>.Zero;
        vW::Vector256<float> b0_3 = vW::Vector256<float>.Zero;
        for (int block = 0; block < blocks; block++, x += xPlane, weights += 4608)
        {
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++)
                {
                    float* s = x + (row * xRow) + (column * 64);
                    float* w = weights + (((row * 3) + column) * 512);
                    for (float* end = s + 16; s < end; s += 4, w += 128)
                    {
                        vW::Vector256<float> w0 = vW::Vector256.Load(w), w1 = vW::Vector256.Load(w + 8);
                        vW::Vector256<float> t = vW::Vector256.Create(s[0]);
                        a0 = vW::Vector256.MultiplyAddEstimate(t, w0, a0); b0 = vW::Vector256.MultiplyAddEstimate(t, w1, b0);
                        w0 = vW::Vector256.Load(w + 32); w1 = vW::Vector256.Load(w + 40);
                        t = vW::Vector256.Create(s[1]);
                        a0_1 = vW::Vector256.MultiplyAddEstimate(t, w0, a0_1); b0_1 = vW::Vector256.MultiplyAddEstimate(t, w1, b0_1);
                        w0 = vW::Vector256.Load(w + 64); w1 = vW::Vector256.Load(w + 72);
                        t = vW::Vector256.Create(s[2]);
                        a0_2 = vW::Vector256.MultiplyAddEstimate(t, w0, a0_2); b0_2 = vW::Vector256.MultiplyAddEstimate(t, w1, b0_2);
                        w0 = vW::Vector256.Load(w + 96); w1 = vW::Vector256.Load(w + 104);
                        t = vW::Vector256.Create(s[3]);
                        a0_3 = vW::Vector256.MultiplyAddEstimate(t, w0, a0_3); b0_3 = vW::Vector256.MultiplyAddEstimate(t, w1, b0_3);
                    }
                }
            }
        }

        a0 += a0_1;
        a0 += a0_2;
        a0 += a0_3;
        a0 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a0);
        vW::Vector256.Store(a0, y);
        b0 += b0_1;
        b0 += b0_2;
        b0 += b0_3;
        b0 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b0);
        vW::Vector256.Store(b0, y + 8);
    }

    /// <summary>
    /// 3x3 convolution, stride 1, dilation 4, 16 input channels per block: 3 pixels x 16 channels,
    /// 6 accumulators. y = max(bias + sum w x, 0).
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv3x3d4p_i16w32_3x16_Relu(float* x, int xRow, int xPlane, int blocks, int top, int bottom, int left, int right, float* weights, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane, weights += 4608)
        {
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++)
                {
                    float* s = x + (row * xRow) + (column * 64);
                    float* w = weights + (((row * 3) + column) * 512);
                    for (float* end = s + 16; s < end; s++, w += 32)
                    {
                        vW::Vector256<float> w0 = vW::Vector256.Load(w), w1 = vW::Vector256.Load(w + 8);
                        vW::Vector256<float> t = vW::Vector256.Create(s[0]);
                        a0 = vW::Vector256.MultiplyAddEstimate(t, w0, a0); b0 = vW::Vector256.MultiplyAddEstimate(t, w1, b0);
                        t = vW::Vector256.Create(s[16]);
                        a1 = vW::Vector256.MultiplyAddEstimate(t, w0, a1); b1 = vW::Vector256.MultiplyAddEstimate(t, w1, b1);
                        t = vW::Vector256.Create(s[32]);
                        a2 = vW::Vector256.MultiplyAddEstimate(t, w0, a2); b2 = vW::Vector256.MultiplyAddEstimate(t, w1, b2);
                    }
                }
            }
        }

        a0 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a0);
        vW::Vector256.Store(a0, y);
        a1 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a1);
        vW::Vector256.Store(a1, y + 16);
        a2 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a2);
        vW::Vector256.Store(a2, y + 32);
        b0 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b0);
        vW::Vector256.Store(b0, y + 8);
        b1 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b1);
        vW::Vector256.Store(b1, y + 24);
        b2 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b2);
        vW::Vector256.Store(b2, y + 40);
    }

// Device

        /// <summary>
        /// Convolution 3×3, dilation 4, padding 4, 20x6x5 to 20x6x5; y = max(t + bias, 0).
        /// A thread computes 4 channels of 5 neighbouring pixels.
        /// </summary>
        private static void Convolve3x3p4d4_20x6x5_20_Bias_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 30; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int row = item % 6;
                int tile = item / 6 % 5;
                int n = item / 30;
                long start = (long)n * 600;
                int top = row - 4;

                onGpu::Float4 sum0 = default;
                onGpu::Float4 sum1 = default;
                onGpu::Float4 sum2 = default;
                onGpu::Float4 sum3 = default;
                onGpu::Float4 sum4 = default;

                for (int c = 0; c < 20; c++)
                {
                    for (int u = 0; u < 3; u++)
                    {
                        int line = top + (u * 4);
                        if (line >= 0 && line < 6)
                        {
                            long from = start + (c * 30) + (line * 5);
                            int tap = (tile * 180) + (c * 9) + (u * 3);
                            float x4 = x[from];
                            float x5 = x[from + 1];
                            float x6 = x[from + 2];
                            float x7 = x[from + 3];
                            float x8 = x[from + 4];
                            onGpu::Float4 w0_0 = packed[tap];
                            sum4 = onGpu::GpuTiles.MultiplyAdd(sum4, w0_0, x4);
                            onGpu::Float4 w1_0 = packed[tap + 1];
                            sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w1_0, x4);
                            sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w1_0, x5);
                            sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w1_0, x6);
                            sum3 = onGpu::GpuTiles.MultiplyAdd(sum3, w1_0, x7);
                            sum4 = onGpu::GpuTiles.MultiplyAdd(sum4, w1_0, x8);
                            onGpu::Float4 w2_0 = packed[tap + 2];
                            sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w2_0, x8);
                        }
                    }
                }

                int o = tile * 4;
                long at = ((long)n * 600) + (o * 30) + (row * 5);
                y[at] = Relu(sum0.X + bias[o]);
                y[at + 30] = Relu(sum0.Y + bias[o + 1]);
                y[at + 60] = Relu(sum0.Z + bias[o + 2]);
                y[at + 90] = Relu(sum0.W + bias[o + 3]);
                y[at + 1] = Relu(sum1.X + bias[o]);
                y[at + 31] = Relu(sum1.Y + bias[o + 1]);
                y[at + 61] = Relu(sum1.Z + bias[o + 2]);
                y[at + 91] = Relu(sum1.W + bias[o + 3]);
                y[at + 2] = Relu(sum2.X + bias[o]);
                y[at + 32] = Relu(sum2.Y + bias[o + 1]);
                y[at + 62] = Relu(sum2.Z + bias[o + 2]);
                y[at + 92] = Relu(sum2.W + bias[o + 3]);
                y[at + 3] = Relu(sum3.X + bias[o]);
                y[at + 33] = Relu(sum3.Y + bias[o + 1]);
                y[at + 63] = Relu(sum3.Z + bias[o + 2]);
                y[at + 93] = Relu(sum3.W + bias[o + 3]);
                y[at + 4] = Relu(sum4.X + bias[o]);
                y[at + 34] = Relu(sum4.Y + bias[o + 1]);
                y[at + 64] = Relu(sum4.Z + bias[o + 2]);
                y[at + 94] = Relu(sum4.W + bias[o + 3]);
            }
        }

        /// <summary>
        /// Unfolds 20x6x5 for a convolution 3×3, dilation 4, padding 4: [N, 20·3·3, 30], zeros outside of the image.
        /// A thread for each channel and pixel.
        /// </summary>
        private static void Unfold3x3p4d4_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> columns, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int pixel = i % 30;
                int slab = i / 30;
                int top = (pixel / 5) - 4;
                int left = (pixel % 5) - 4;
                for (int u = 0; u < 3; u++)
                {
                    int line = top + (u * 4);
                    long from = ((long)slab * 30) + (line * 5) + left;
                    long to = ((long)slab * 270) + (u * 90) + pixel;
                    bool inside = line >= 0 && line < 6;
                    columns[to] = onGpu::GpuTiles.Load(x, from, inside && left >= 0);
                    columns[to + 30] = onGpu::GpuTiles.Load(x, from + 4, inside);
                    columns[to + 60] = onGpu::GpuTiles.Load(x, from + 8, inside && left + 8 < 5);
                }
            }
        }

        /// <summary>y = max(t + bias, 0) for [N, 20, 30]; y may be x.</summary>
        private static void Finish_20x30_Bias_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i / 30 % 20;
                y[i] = Relu(x[i] + bias[c]);
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

            // A: 3x3 convolution, dilation 4, padding 4, ReLU -> 20x6x5
            global::TorchSharp.torch.Tensor tA = _convA.forward(inputs[0]);
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.relu(tA);
            tA.Dispose();

            return [yA.MoveToOuterDisposeScope()];
        }

