// Processor

    /// <summary>
    /// 1x1 convolution, 20x6x5 -&gt; 16x6x5: y = bias + sum w x.
    /// A row is 5 pixels x 16 channels (512 bits), 5 pixels x 16 channels (256 bits), 5 pixels x 16 channels (128 bits); job = row.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Convolve1x1_20x6x5_16x6x5(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            float* x = source + (row * 80);
            float* w = weights;
            float* bias = biases;
            float* y = output + (row * 80);

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Conv1x1_i16w16_5x16(x, 80, 480, 2, w, bias, y, 480);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                NetTiles256.Conv1x1_i16w16_5x16(x, 80, 480, 2, w, bias, y, 480);
            }
            else
            {
                NetTiles128.Conv1x1_i16w16_5x16(x, 80, 480, 2, w, bias, y, 480);
            }
        }
    }

    /// <summary>16x6x5 and 16x6x5 joined -&gt; 32x6x5, y = max((t - centre) scale + shift, 0): rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Join_16x6x5_16x6x5_32x6x5_Affine_Relu(float* source0, float* source1, float* affines, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* y = output + (block * 480) + (row * 80);
            float* affine = affines + (block * 16);
            float* x = block < 1 ? source0 + (block * 480) + (row * 80) : source1 + ((block - 1) * 480) + (row * 80);

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));
                    t = vN::Vector.MultiplyAddEstimate(t - vN::Vector.Load(affine + lane), vN::Vector.Load(affine + lane + 32), vN::Vector.Load(affine + lane + 64));
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>
    /// 1x1 convolution, stride 1, dilation 1, 16 input channels per block: 5 pixels x 16 channels,
    /// 10 accumulators. y = bias + sum w x.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv1x1_i16w16_5x16(float* x, int xRow, int xPlane, int blocks, float* w, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8), b1 = b0, b2 = b0, b3 = b0, b4 = b0;
        for (int block = 0; block < blocks; block++, x += xPlane)
        {
            float* s = x;
            for (float* end = s + 16; s < end; s++, w += 16)
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
        /// Convolution 1×1, 20x6x5 to 16x6x5; y = t + bias.
        /// A thread computes 4 channels of 5 neighbouring pixels.
        /// </summary>
        private static void Convolve1x1_20x6x5_16_Bias(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 24; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int row = item % 6;
                int tile = item / 6 % 4;
                int n = item / 24;
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
                long at = ((long)n * 480) + (o * 30) + (row * 5);
                y[at] = sum0.X + bias[o];
                y[at + 30] = sum0.Y + bias[o + 1];
                y[at + 60] = sum0.Z + bias[o + 2];
                y[at + 90] = sum0.W + bias[o + 3];
                y[at + 1] = sum1.X + bias[o];
                y[at + 31] = sum1.Y + bias[o + 1];
                y[at + 61] = sum1.Z + bias[o + 2];
                y[at + 91] = sum1.W + bias[o + 3];
                y[at + 2] = sum2.X + bias[o];
                y[at + 32] = sum2.Y + bias[o + 1];
                y[at + 62] = sum2.Z + bias[o + 2];
                y[at + 92] = sum2.W + bias[o + 3];
                y[at + 3] = sum3.X + bias[o];
                y[at + 33] = sum3.Y + bias[o + 1];
                y[at + 63] = sum3.Z + bias[o + 2];
                y[at + 93] = sum3.W + bias[o + 3];
                y[at + 4] = sum4.X + bias[o];
                y[at + 34] = sum4.Y + bias[o + 1];
                y[at + 64] = sum4.Z + bias[o + 2];
                y[at + 94] = sum4.W + bias[o + 3];
            }
        }

        /// <summary>y = t + bias for [N, 16, 30]; y may be x.</summary>
        private static void Finish_16x30_Bias(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 480; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i / 30 % 16;
                y[i] = x[i] + bias[c];
            }
        }

        /// <summary>Channels 0 to 15 of 32x6x5, from 16x6x5; y = max((t − centre)·scale + shift, 0). A thread for each value.</summary>
        private static void Join_16x6x5_0_32_Affine_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> affine, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 480; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                long place = i + (((long)i / 480) * 480);
                int c = i / 30 % 16;
                y[place] = Relu(onGpu::GpuTiles.Normalize(x[i], affine, c, 32));
            }
        }

        /// <summary>Channels 16 to 31 of 32x6x5, from 16x6x5; y = max((t − centre)·scale + shift, 0). A thread for each value.</summary>
        private static void Join_16x6x5_16_32_Affine_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> affine, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 480; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                long place = i + (((long)i / 480) * 480) + 480;
                int c = (i / 30 % 16) + 16;
                y[place] = Relu(onGpu::GpuTiles.Normalize(x[i], affine, c, 32));
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

            // A: 1x1 convolution -> 16x6x5
            global::TorchSharp.torch.Tensor yA = _convA.forward(inputs[0]);

            // B: A and A joined, SSN of Batch, ReLU -> 32x6x5
            global::TorchSharp.torch.Tensor tB = global::TorchSharp.torch.cat([yA, yA], 1L);
            global::TorchSharp.torch.Tensor yB = _normB.forward(tB);
            tB.Dispose();
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

