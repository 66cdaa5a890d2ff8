// Processor

    private static global::System.ReadOnlySpan<int> Depthwise3x3s2p1_20x6x5_20x3x3_HardSwishFirstInputBlock() => [0, 1];

    /// <summary>
    /// 3x3 convolution, stride 2, padding 1, 20 groups, 20x6x5 -&gt; 20x3x3: y = HardSwish(bias + sum w x).
    /// A row is 3 pixels x 16 channels (512 bits), 3 pixels x 16 channels (256 bits), 3 pixels x 16 channels (128 bits); job = unit * 3 + row.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Depthwise3x3s2p1_20x6x5_20x3x3_HardSwish(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int unit = job / 3;
            int row = job % 3;
            float* x = source + (Depthwise3x3s2p1_20x6x5_20x3x3_HardSwishFirstInputBlock()[unit] * 896) + (row * 224);
            float* w = weights + (unit * 144);
            float* bias = biases + (unit * 16);
            float* y = output + (unit * 144) + (row * 48);

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Depthwise3x3s2_i16w16_3x16_HardSwish(x, 112, 896, 1, w, bias, y, 144);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                NetTiles256.Depthwise3x3s2_i16w16_3x16_HardSwish(x, 112, 896, 1, w, bias, y, 144);
            }
            else
            {
                NetTiles128.Depthwise3x3s2_i16w16_3x16_HardSwish(x, 112, 896, 1, w, bias, y, 144);
            }
        }
    }

    /// <summary>
    /// 3x3 depthwise convolution, stride 2, dilation 1, 16 input channels per block: 3 pixels x 16 channels,
    /// 6 accumulators. y = HardSwish(bias + sum w x).
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Depthwise3x3s2_i16w16_3x16_HardSwish(float* x, int xRow, int xPlane, int blocks, float* w, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane)
        {
            float* line = x;
            for (int row = 0; row < 3; row++, line += xRow)
            {
                float* s = line;
                for (float* end = s + 48; s < end; s += 16, w += 16)
                {
                    vW::Vector256<float> w0 = vW::Vector256.Load(w);
                    vW::Vector256<float> w1 = vW::Vector256.Load(w + 8);
                    a0 = vW::Vector256.MultiplyAddEstimate(vW::Vector256.Load(s), w0, a0); b0 = vW::Vector256.MultiplyAddEstimate(vW::Vector256.Load(s + 8), w1, b0);
                    a1 = vW::Vector256.MultiplyAddEstimate(vW::Vector256.Load(s + 32), w0, a1); b1 = vW::Vector256.MultiplyAddEstimate(vW::Vector256.Load(s + 40), w1, b1);
                    a2 = vW::Vector256.MultiplyAddEstimate(vW::Vector256.Load(s + 64), w0, a2); b2 = vW::Vector256.MultiplyAddEstimate(vW::Vector256.Load(s + 72), w1, b2);
                }
            }
        }

        a0 = a0 * (vW::Vector256.MinNative(vW::Vector256.Create(6f), vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a0 + vW::Vector256.Create(3f))) * vW::Vector256.Create(0.16666667f));
        vW::Vector256.Store(a0, y);
        a1 = a1 * (vW::Vector256.MinNative(vW::Vector256.Create(6f), vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a1 + vW::Vector256.Create(3f))) * vW::Vector256.Create(0.16666667f));
        vW::Vector256.Store(a1, y + 16);
        a2 = a2 * (vW::Vector256.MinNative(vW::Vector256.Create(6f), vW::Vector256.MaxNative(vW::Vector256<float>.Zero, a2 + vW::Vector256.Create(3f))) * vW::Vector256.Create(0.16666667f));
        vW::Vector256.Store(a2, y + 32);
        b0 = b0 * (vW::Vector256.MinNative(vW::Vector256.Create(6f), vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b0 + vW::Vector256.Create(3f))) * vW::Vector256.Create(0.16666667f));
        vW::Vector256.Store(b0, y + 8);
        b1 = b1 * (vW::Vector256.MinNative(vW::Vector256.Create(6f), vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b1 + vW::Vector256.Create(3f))) * vW::Vector256.Create(0.16666667f));
        vW::Vector256.Store(b1, y + 24);
        b2 = b2 * (vW::Vector256.MinNative(vW::Vector256.Create(6f), vW::Vector256.MaxNative(vW::Vector256<float>.Zero, b2 + vW::Vector256.Create(3f))) * vW::Vector256.Create(0.16666667f));
        vW::Vector256.Store(b2, y + 40);
    }

// Device

        /// <summary>
        /// Convolution 3×3, stride 2, padding 1, 20x6x5 to 20x3x3, in 20 groups; y = HardSwish(t + bias).
        /// A thread computes 1 channel of 3 neighbouring pixels.
        /// </summary>
        private static void Convolve3x3s2p1g20_20x6x5_20_Bias_HardSwish(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 60; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int row = item % 3;
                int tile = item / 3 % 20;
                int n = item / 60;
                long start = ((long)n * 600) + (tile * 30);
                int top = (row * 2) - 1;

                float sum0 = 0f;
                float sum1 = 0f;
                float sum2 = 0f;

                for (int u = 0; u < 3; u++)
                {
                    int line = top + u;
                    if (line >= 0)
                    {
                        long from = start + (line * 5);
                        int tap = (tile * 9) + (u * 3);
                        float x1 = x[from];
                        float x2 = x[from + 1];
                        float x3 = x[from + 2];
                        float x4 = x[from + 3];
                        float x5 = x[from + 4];
                        float w0_0 = weights[tap];
                        sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w0_0, x2);
                        sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w0_0, x4);
                        float w1_0 = weights[tap + 1];
                        sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w1_0, x1);
                        sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w1_0, x3);
                        sum2 = onGpu::GpuTiles.MultiplyAdd(sum2, w1_0, x5);
                        float w2_0 = weights[tap + 2];
                        sum0 = onGpu::GpuTiles.MultiplyAdd(sum0, w2_0, x2);
                        sum1 = onGpu::GpuTiles.MultiplyAdd(sum1, w2_0, x4);
                    }
                }

                int o = tile;
                long at = ((long)n * 180) + (o * 9) + (row * 3);
                y[at] = HardSwish(sum0 + bias[o]);
                y[at + 1] = HardSwish(sum1 + bias[o]);
                y[at + 2] = HardSwish(sum2 + bias[o]);
            }
        }

        /// <summary>y = HardSwish(t).</summary>
        private static float HardSwish(float t)
        {
            return t * (((t + 3f < 0f ? 0f : t + 3f) > 6f ? 6f : (t + 3f < 0f ? 0f : t + 3f)) * 0.16666667f);
        }

        private static onGpu::Float4 HardSwish(onGpu::Float4 t) => new(HardSwish(t.X), HardSwish(t.Y), HardSwish(t.Z), HardSwish(t.W));

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: 3x3 convolution, stride 2, padding 1, 20 groups, SSN of Batch, hard swish -> 20x3x3
            global::TorchSharp.torch.Tensor tA = _convA.forward(inputs[0]);
            global::TorchSharp.torch.Tensor yA = _normA.forward(tA);
            tA.Dispose();

            return [yA.MoveToOuterDisposeScope()];
        }

