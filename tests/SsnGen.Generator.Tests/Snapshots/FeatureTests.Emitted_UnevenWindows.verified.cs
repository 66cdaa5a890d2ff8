// Processor

    /// <summary>
    /// 1x4 convolution, padding 0+0x1+2, 20x6x5 -&gt; 4x6x5: y = bias + sum w x.
    /// A row is 5 pixels x 16 channels (512 bits), 5 pixels x 16 channels (256 bits), 5 pixels x 16 channels (128 bits); job = row.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Convolve1x4p0_1_0_2_20x6x5_4x6x5(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* x = source + (row * 144);
            float* w = weights;
            float* bias = biases;
            float* y = output + (row * 80);

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Conv1x4_i16w16_5x16(x, 144, 864, 2, w, bias, y, 480);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                NetTiles256.Conv1x4_i16w16_5x16(x, 144, 864, 2, w, bias, y, 480);
            }
            else
            {
                NetTiles128.Conv1x4_i16w16_5x16(x, 144, 864, 2, w, bias, y, 480);
            }
        }
    }

    /// <summary>3x3 max pooling, stride 2, padding 0+1x1+1, 4x6x5 -&gt; 4x3x3: rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void MaxPool3x3s2p0_1_1_1_4x6x5_4x3x3(float* source, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* plane = source;
            float* y = output + (row * 48);
            int top = (row * 2);
            int bottom = global::System.Math.Min((row * 2) + 3, 6);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 3; column++)
                {
                    vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);
                    int left = global::System.Math.Max((column * 2) - 1, 0);
                    int right = global::System.Math.Min((column * 2) + 2, 5);
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

    /// <summary>3x2 average pooling, stride 2, padding 1, rounded up, 4x6x5 -&gt; 4x4x3: rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void AveragePool3x2s2p1c_4x6x5_4x4x3(float* source, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* plane = source;
            float* y = output + (row * 48);
            int top = global::System.Math.Max((row * 2) - 1, 0);
            int bottom = global::System.Math.Min((row * 2) + 2, 6);
            int height = global::System.Math.Min((row * 2) + 2, 7) - ((row * 2) - 1);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 3; column++)
                {
                    vN::Vector<float> t = vN::Vector<float>.Zero;
                    int left = global::System.Math.Max((column * 2) - 1, 0);
                    int right = (column * 2) + 1;
                    for (int h = top; h < bottom; h++)
                    {
                        float* end = plane + lane + (h * 80) + (right * 16);
                        for (float* x = plane + lane + (h * 80) + (left * 16); x < end; x += 16)
                        {
                            t += vN::Vector.Load(x);
                        }
                    }

                    t /= new vN::Vector<float>(height * 2);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>3x3 average pooling, padding 0+2x0+1 that does not count, 4x4x3 -&gt; 4x4x2: rows of 16 channels; job = row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void AveragePool3x3p0_0_2_1_4x4x3_4x4x2(float* source, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* plane = source;
            float* y = output + (row * 32);
            int top = row;
            int bottom = global::System.Math.Min(row + 3, 4);
            int height = bottom - top;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 2; column++)
                {
                    vN::Vector<float> t = vN::Vector<float>.Zero;
                    int left = column;
                    int right = global::System.Math.Min(column + 3, 3);
                    for (int h = top; h < bottom; h++)
                    {
                        float* end = plane + lane + (h * 48) + (right * 16);
                        for (float* x = plane + lane + (h * 48) + (left * 16); x < end; x += 16)
                        {
                            t += vN::Vector.Load(x);
                        }
                    }

                    int width = right - left;
                    t /= new vN::Vector<float>(height * width);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>
    /// 1x4 convolution, stride 1, dilation 1, 16 input channels per block: 5 pixels x 16 channels,
    /// 10 accumulators. y = bias + sum w x.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv1x4_i16w16_5x16(float* x, int xRow, int xPlane, int blocks, float* w, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0, b3 = b0, b4 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane)
        {
            float* s = x;
            for (float* end = s + 64; s < end; s++, w += 16)
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

// Device

        /// <summary>
        /// Convolution 1×4, padding 0+0x1+2, 20x6x5 to 4x6x5; y = t + bias.
        /// A thread computes 4 channels of 5 neighbouring pixels.
        /// </summary>
        private static void Convolve1x4p0_1_0_2_20x6x5_4_Bias(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 6; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int row = item % 6;
                int n = item / 6;
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
                    int tap = c * 4;
                    float x1 = x[from];
                    float x2 = x[from + 1];
                    float x3 = x[from + 2];
                    float x4 = x[from + 3];
                    float x5 = x[from + 4];
                    onGpu::Float4 w0_0 = packed[tap];
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
                    onGpu::Float4 w2_0 = packed[tap + 2];
                    sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w2_0, x2);
                    sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w2_0, x3);
                    sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w2_0, x4);
                    sum3 = onGpu::GpuTiles.MultiplyAdd(sum3, w2_0, x5);
                    onGpu::Float4 w3_0 = packed[tap + 3];
                    sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w3_0, x3);
                    sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w3_0, x4);
                    sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w3_0, x5);
                }

                long at = ((long)n * 120) + (row * 5);
                y[at] = sum0.X + bias[0];
                y[at + 30] = sum0.Y + bias[1];
                y[at + 60] = sum0.Z + bias[2];
                y[at + 90] = sum0.W + bias[3];
                y[at + 1] = sum1.X + bias[0];
                y[at + 31] = sum1.Y + bias[1];
                y[at + 61] = sum1.Z + bias[2];
                y[at + 91] = sum1.W + bias[3];
                y[at + 2] = sum2.X + bias[0];
                y[at + 32] = sum2.Y + bias[1];
                y[at + 62] = sum2.Z + bias[2];
                y[at + 92] = sum2.W + bias[3];
                y[at + 3] = sum3.X + bias[0];
                y[at + 33] = sum3.Y + bias[1];
                y[at + 63] = sum3.Z + bias[2];
                y[at + 93] = sum3.W + bias[3];
                y[at + 4] = sum4.X + bias[0];
                y[at + 34] = sum4.Y + bias[1];
                y[at + 64] = sum4.Z + bias[2];
                y[at + 94] = sum4.W + bias[3];
            }
        }

        /// <summary>
        /// Unfolds 20x6x5 for a convolution 1×4, padding 0+0x1+2: [N, 20·1·4, 30], zeros outside of the image.
        /// A thread for each channel and pixel.
        /// </summary>
        private static void Unfold1x4p0_1_0_2_20x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> columns, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int pixel = i % 30;
                int slab = i / 30;
                int top = (pixel / 5);
                int left = (pixel % 5) - 1;
                for (int u = 0; u < 1; u++)
                {
                    int line = top + u;
                    long from = ((long)slab * 30) + (line * 5) + left;
                    long to = ((long)slab * 120) + (u * 120) + pixel;
                    columns[to] = onGpu::GpuTiles.Load(x, from, left >= 0);
                    columns[to + 30] = x[from + 1];
                    columns[to + 60] = onGpu::GpuTiles.Load(x, from + 2, left + 2 < 5);
                    columns[to + 90] = onGpu::GpuTiles.Load(x, from + 3, left + 3 < 5);
                }
            }
        }

        /// <summary>y = t + bias for [N, 4, 30]; y may be x.</summary>
        private static void Finish_4x30_Bias(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 120; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i / 30 % 4;
                y[i] = x[i] + bias[c];
            }
        }

        /// <summary>Largest of windows 3×3, stride 2, padding 0+1x1+1, 4x6x5 to 4x3x3; y = t. A thread for each value.</summary>
        private static void MaxPool3x3s2p0_1_1_1_4x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 36; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 3;
                int row = i / 3 % 3;
                int slab = i / 9;
                int top = row * 2;
                int left = (column * 2) - 1;
                float t = float.NegativeInfinity;
                for (int u = 0; u < 3; u++)
                {
                    int line = top + u;
                    if (line < 6)
                    {
                        long from = ((long)slab * 30) + (line * 5) + left;
                        if (left >= 0)
                        {
                            t = onGpu::GpuTiles.Max(t, x[from]);
                        }
                        t = onGpu::GpuTiles.Max(t, x[from + 1]);
                        if (left + 2 < 5)
                        {
                            t = onGpu::GpuTiles.Max(t, x[from + 2]);
                        }
                    }
                }

                y[i] = t;
            }
        }

        /// <summary>Average of windows 3×2, stride 2, padding 1, rounded up, 4x6x5 to 4x4x3; y = t. A thread for each value.</summary>
        private static void AveragePool3x2s2p1c_4x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 48; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 3;
                int row = i / 3 % 4;
                int slab = i / 12;
                int top = (row * 2) - 1;
                int left = (column * 2) - 1;
                float t = 0f;
                for (int u = 0; u < 3; u++)
                {
                    int line = top + u;
                    if (line >= 0 && line < 6)
                    {
                        long from = ((long)slab * 30) + (line * 5) + left;
                        if (left >= 0)
                        {
                            t += x[from];
                        }
                        t += x[from + 1];
                    }
                }

                t /= (global::System.Math.Min(top + 3, 7) - top) * 2;
                y[i] = t;
            }
        }

        /// <summary>Average of windows 3×3, padding 0+2x0+1, 4x4x3 to 4x4x2; y = t. A thread for each value.</summary>
        private static void AveragePool3x3p0_0_2_1i_4x4x3(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 32; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 2;
                int row = i / 2 % 4;
                int slab = i / 8;
                int top = row;
                int left = column;
                float t = 0f;
                for (int u = 0; u < 3; u++)
                {
                    int line = top + u;
                    if (line < 4)
                    {
                        long from = ((long)slab * 12) + (line * 3) + left;
                        t += x[from];
                        t += x[from + 1];
                        if (left + 2 < 3)
                        {
                            t += x[from + 2];
                        }
                    }
                }

                t /= (global::System.Math.Min(top + 3, 4) - global::System.Math.Max(top, 0)) * (global::System.Math.Min(left + 3, 3) - global::System.Math.Max(left, 0));
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

            // A: 1x4 convolution, padding 0+0x1+2 -> 4x6x5
            global::TorchSharp.torch.Tensor yA = _convA.forward(global::TorchSharp.torch.nn.functional.pad(inputs[0], new long[] { 1L, 2L, 0L, 0L }, value: 0.0));

            // B: 3x3 max pooling, stride 2, padding 0+1x1+1 -> 4x3x3
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.max_pool2d(global::TorchSharp.torch.nn.functional.pad(yA, new long[] { 1L, 1L, 0L, 1L }, value: double.NegativeInfinity), 3L, stride: 2L, padding: 0L);
            yB.Dispose();

            // C: 3x2 average pooling, stride 2, padding 1, rounded up -> 4x4x3
            global::TorchSharp.torch.Tensor yC = global::TorchSharp.torch.nn.functional.avg_pool2d(yA, new long[] { 3L, 2L }, new long[] { 2L, 2L }, new long[] { 1L, 1L }, ceil_mode: true);
            yA.Dispose();

            // D: 3x3 average pooling, padding 0+2x0+1 that does not count -> 4x4x2
            global::TorchSharp.torch.Tensor yD = AveragePool(ModelLayers[3], yC);
            yC.Dispose();

            return [yD.MoveToOuterDisposeScope()];
        }

