// Processor

    /// <summary>
    /// 3-tap convolution, padding 1, 20x14 -&gt; 20x14: y = max(bias + sum w x, 0).
    /// A row is 14 pixels x 32 channels (512 bits), 2 x 5 + 4 pixels x 16 channels (256 bits), 2 x 5 + 4 pixels x 16 channels (128 bits); one job.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Convolve3p1_20x14_20x14_Relu(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            float* x = source;
            float* w = weights;
            float* bias = biases;
            float* y = output;

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Conv1x3_i16w32_14x32_Relu(x, 256, 256, 2, w, bias, y, 224);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                for (int block = 0; block < 2; block++)
                {
                    for (int pixel = 0; pixel < 10; pixel += 5)
                    {
                        NetTiles256.Conv1x3_i16w32_5x16_Relu(x + (pixel * 16), 256, 256, 2, w + (block * 16), bias + (block * 16), y + (block * 224) + (pixel * 16), 224);
                    }
                    NetTiles256.Conv1x3_i16w32_4x16_Relu(x + 160, 256, 256, 2, w + (block * 16), bias + (block * 16), y + (block * 224) + 160, 224);
                }
            }
            else
            {
                for (int block = 0; block < 2; block++)
                {
                    for (int pixel = 0; pixel < 10; pixel += 5)
                    {
                        NetTiles128.Conv1x3_i16w32_5x16_Relu(x + (pixel * 16), 256, 256, 2, w + (block * 16), bias + (block * 16), y + (block * 224) + (pixel * 16), 224);
                    }
                    NetTiles128.Conv1x3_i16w32_4x16_Relu(x + 160, 256, 256, 2, w + (block * 16), bias + (block * 16), y + (block * 224) + 160, 224);
                }
            }
        }
    }

    /// <summary>2-tap average pooling, stride 2, 20x14 -&gt; 20x7: rows of 16 channels; job = block.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void AveragePool2s2_20x14_20x7(float* source, float* output, int first, int last)
    {
        for (int block = first; block < last; block++)
        {
            float* plane = source + (block * 224);
            float* y = output + (block * 112);
            int top = 0;
            int bottom = 1;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 7; column++)
                {
                    vN::Vector<float> t = vN::Vector<float>.Zero;
                    int left = (column * 2);
                    int right = (column * 2) + 2;
                    for (int h = top; h < bottom; h++)
                    {
                        float* end = plane + lane + (h * 224) + (right * 16);
                        for (float* x = plane + lane + (h * 224) + (left * 16); x < end; x += 16)
                        {
                            t += vN::Vector.Load(x);
                        }
                    }

                    t /= new vN::Vector<float>(2f);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>
    /// 1x3 convolution, stride 1, dilation 1, 16 input channels per block: 5 pixels x 16 channels,
    /// 10 accumulators. y = max(bias + sum w x, 0).
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv1x3_i16w32_5x16_Relu(float* x, int xRow, int xPlane, int blocks, float* w, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0, b3 = b0, b4 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane)
        {
            float* s = x;
            for (float* end = s + 48; s < end; s++, w += 32)
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

        a0 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a0);
        vW::Vector256.Store(a0, y);
        a1 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a1);
        vW::Vector256.Store(a1, y + 16);
        a2 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a2);
        vW::Vector256.Store(a2, y + 32);
        a3 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a3);
        vW::Vector256.Store(a3, y + 48);
        a4 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a4);
        vW::Vector256.Store(a4, y + 64);
        b0 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b0);
        vW::Vector256.Store(b0, y + 8);
        b1 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b1);
        vW::Vector256.Store(b1, y + 24);
        b2 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b2);
        vW::Vector256.Store(b2, y + 40);
        b3 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b3);
        vW::Vector256.Store(b3, y + 56);
        b4 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b4);
        vW::Vector256.Store(b4, y + 72);
    }

    /// <summary>
    /// 1x3 convolution, stride 1, dilation 1, 16 input channels per block: 4 pixels x 16 channels,
    /// 8 accumulators. y = max(bias + sum w x, 0).
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv1x3_i16w32_4x16_Relu(float* x, int xRow, int xPlane, int blocks, float* w, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0, a3 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0, b3 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane)
        {
            float* s = x;
            for (float* end = s + 48; s < end; s++, w += 32)
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
            }
        }

        a0 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a0);
        vW::Vector256.Store(a0, y);
        a1 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a1);
        vW::Vector256.Store(a1, y + 16);
        a2 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a2);
        vW::Vector256.Store(a2, y + 32);
        a3 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a3);
        vW::Vector256.Store(a3, y + 48);
        b0 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b0);
        vW::Vector256.Store(b0, y + 8);
        b1 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b1);
        vW::Vector256.Store(b1, y + 24);
        b2 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b2);
        vW::Vector256.Store(b2, y + 40);
        b3 = vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b3);
        vW::Vector256.Store(b3, y + 56);
    }

// Device

        /// <summary>
        /// Convolution 3-tap, padding 1, 20x14 to 20x14; y = max(t + bias, 0).
        /// A thread computes 4 channels of 7 neighbouring pixels.
        /// </summary>
        private static void Convolve3p1_20x14_20_Bias_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 10; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int segment = item % 2;
                int tile = item / 2 % 5;
                int n = item / 10;
                long start = (long)n * 280;
                int left = (segment * 7) - 1;
                bool inside0 = left >= 0;
                bool inside8 = left + 8 < 14;

                onGpu::Float4 sum0 = default;
                onGpu::Float4 sum1 = default;
                onGpu::Float4 sum2 = default;
                onGpu::Float4 sum3 = default;
                onGpu::Float4 sum4 = default;
                onGpu::Float4 sum5 = default;
                onGpu::Float4 sum6 = default;

                for (int c = 0; c < 20; c++)
                {
                    long from = start + (c * 14) + left;
                    int tap = (tile * 60) + (c * 3);
                    float x0 = onGpu::GpuTiles.Load(x, from, inside0);
                    float x1 = x[from + 1];
                    float x2 = x[from + 2];
                    float x3 = x[from + 3];
                    float x4 = x[from + 4];
                    float x5 = x[from + 5];
                    float x6 = x[from + 6];
                    float x7 = x[from + 7];
                    float x8 = onGpu::GpuTiles.Load(x, from + 8, inside8);
                    onGpu::Float4 w0_0 = packed[tap];
                    sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w0_0, x0);
                    sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w0_0, x1);
                    sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w0_0, x2);
                    sum3 = onGpu::GpuTiles.MultiplyAdd(sum3, w0_0, x3);
                    sum4 = onGpu::GpuTiles.MultiplyAdd(sum4, w0_0, x4);
                    sum5 = onGpu::GpuTiles.MultiplyAdd(sum5, w0_0, x5);
                    sum6 = onGpu::GpuTiles.MultiplyAdd(sum6, w0_0, x6);
                    onGpu::Float4 w1_0 = packed[tap + 1];
                    sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w1_0, x1);
                    sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w1_0, x2);
                    sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w1_0, x3);
                    sum3 = onGpu::GpuTiles.MultiplyAdd(sum3, w1_0, x4);
                    sum4 = onGpu::GpuTiles.MultiplyAdd(sum4, w1_0, x5);
                    sum5 = onGpu::GpuTiles.MultiplyAdd(sum5, w1_0, x6);
                    sum6 = onGpu::GpuTiles.MultiplyAdd(sum6, w1_0, x7);
                    onGpu::Float4 w2_0 = packed[tap + 2];
                    sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w2_0, x2);
                    sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w2_0, x3);
                    sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w2_0, x4);
                    sum3 = onGpu::GpuTiles.MultiplyAdd(sum3, w2_0, x5);
                    sum4 = onGpu::GpuTiles.MultiplyAdd(sum4, w2_0, x6);
                    sum5 = onGpu::GpuTiles.MultiplyAdd(sum5, w2_0, x7);
                    sum6 = onGpu::GpuTiles.MultiplyAdd(sum6, w2_0, x8);
                }

                int o = tile * 4;
                long at = ((long)n * 280) + (o * 14) + (segment * 7);
                y[at] = Relu(sum0.X + bias[o]);
                y[at + 14] = Relu(sum0.Y + bias[o + 1]);
                y[at + 28] = Relu(sum0.Z + bias[o + 2]);
                y[at + 42] = Relu(sum0.W + bias[o + 3]);
                y[at + 1] = Relu(sum1.X + bias[o]);
                y[at + 15] = Relu(sum1.Y + bias[o + 1]);
                y[at + 29] = Relu(sum1.Z + bias[o + 2]);
                y[at + 43] = Relu(sum1.W + bias[o + 3]);
                y[at + 2] = Relu(sum2.X + bias[o]);
                y[at + 16] = Relu(sum2.Y + bias[o + 1]);
                y[at + 30] = Relu(sum2.Z + bias[o + 2]);
                y[at + 44] = Relu(sum2.W + bias[o + 3]);
                y[at + 3] = Relu(sum3.X + bias[o]);
                y[at + 17] = Relu(sum3.Y + bias[o + 1]);
                y[at + 31] = Relu(sum3.Z + bias[o + 2]);
                y[at + 45] = Relu(sum3.W + bias[o + 3]);
                y[at + 4] = Relu(sum4.X + bias[o]);
                y[at + 18] = Relu(sum4.Y + bias[o + 1]);
                y[at + 32] = Relu(sum4.Z + bias[o + 2]);
                y[at + 46] = Relu(sum4.W + bias[o + 3]);
                y[at + 5] = Relu(sum5.X + bias[o]);
                y[at + 19] = Relu(sum5.Y + bias[o + 1]);
                y[at + 33] = Relu(sum5.Z + bias[o + 2]);
                y[at + 47] = Relu(sum5.W + bias[o + 3]);
                y[at + 6] = Relu(sum6.X + bias[o]);
                y[at + 20] = Relu(sum6.Y + bias[o + 1]);
                y[at + 34] = Relu(sum6.Z + bias[o + 2]);
                y[at + 48] = Relu(sum6.W + bias[o + 3]);
            }
        }

        /// <summary>
        /// Unfolds 20x14 for a convolution 3-tap, padding 1: [N, 20·3, 14], zeros outside of the image.
        /// A thread for each channel and pixel.
        /// </summary>
        private static void Unfold3p1_20x14(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> columns, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 280; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int pixel = i % 14;
                int slab = i / 14;
                int top = (pixel / 14);
                int left = (pixel % 14) - 1;
                for (int u = 0; u < 1; u++)
                {
                    int line = top + u;
                    long from = ((long)slab * 14) + (line * 14) + left;
                    long to = ((long)slab * 42) + (u * 42) + pixel;
                    columns[to] = onGpu::GpuTiles.Load(x, from, left >= 0);
                    columns[to + 14] = x[from + 1];
                    columns[to + 28] = onGpu::GpuTiles.Load(x, from + 2, left + 2 < 14);
                }
            }
        }

        /// <summary>y = max(t + bias, 0) for [N, 20, 14]; y may be x.</summary>
        private static void Finish_20x14_Bias_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 280; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i / 14 % 20;
                y[i] = Relu(x[i] + bias[c]);
            }
        }

        /// <summary>Average of windows 2-tap, stride 2, 20x14 to 20x7; y = t. A thread for each value.</summary>
        private static void AveragePool2s2_20x14(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 140; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 7;
                int row = i / 7 % 1;
                int slab = i / 7;
                int top = row;
                int left = column * 2;
                float t = 0f;
                for (int u = 0; u < 1; u++)
                {
                    int line = top + u;
                    long from = ((long)slab * 14) + (line * 14) + left;
                    t += x[from];
                    t += x[from + 1];
                }

                t /= 2f;
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

            // A: 3-tap convolution, padding 1, ReLU -> 20x14
            global::TorchSharp.torch.Tensor tA = _convA.forward(inputs[0]);
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.relu(tA);
            tA.Dispose();

            // B: 2-tap average pooling, stride 2 -> 20x7
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.avg_pool1d(yA, 2L, stride: 2L, padding: 0L);
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

