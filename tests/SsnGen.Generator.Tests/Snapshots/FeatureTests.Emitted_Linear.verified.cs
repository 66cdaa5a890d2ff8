// Processor

    /// <summary>
    /// linear, 20x6x5 -&gt; 3: y = bias + sum w x.
    /// A row is 1 pixel x 16 channels (512 bits), 1 pixel x 16 channels (256 bits), 1 pixel x 16 channels (128 bits); one job.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Convolve6x5_20x6x5_3(float* source, float* weights, float* biases, float* output, int first, int last)
    {
        for (int job = first; job < last; job++)
        {
            float* x = source;
            float* w = weights;
            float* bias = biases;
            float* y = output;

            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Conv6x5_i16w16_1x16(x, 80, 480, 2, w, bias, y, 16);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                NetTiles256.Conv6x5_i16w16_1x16(x, 80, 480, 2, w, bias, y, 16);
            }
            else
            {
                NetTiles128.Conv6x5_i16w16_1x16(x, 80, 480, 2, w, bias, y, 16);
            }
        }
    }

    /// <summary>
    /// 6x5 convolution, stride 1, dilation 1, 16 input channels per block: 1 pixel x 16 channels,
    /// 8 accumulators. y = bias + sum w x.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Conv6x5_i16w16_1x16(float* x, int xRow, int xPlane, int blocks, float* w, float* bias, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256.Load(bias);
        vW::Vector256<float> a0_1 = vW::Vector256<float>.Zero;
        vW::Vector256<float> a0_2 = vW::Vector256<float>.Zero;
        vW::Vector256<float> a0_3 = vW::Vector256<float>.Zero;
        vW::Vector256<float> b0 = vW::Vector256.Load(bias + 8);
        vW::Vector256<float> b0_1 = vW::Vector256<float>.Zero;
        vW::Vector256<float> b0_2 = vW::Vector256<float>.Zero;
        vW::Vector256<float> b0_3 = vW::Vector256<float>.Zero;
        for (int block = 0; block < blocks; block++, x += xPlane)
        {
            float* line = x;
            for (int row = 0; row < 6; row++, line += xRow)
            {
                float* s = line;
                for (float* end = s + 80; s < end; s += 4, w += 64)
                {
                    vW::Vector256<float> w0 = vW::Vector256.Load(w), w1 = vW::Vector256.Load(w + 8);
                    vW::Vector256<float> t = vW::Vector256.Create(s[0]);
                    a0 = vW::Vector256.MultiplyAddEstimate(t, w0, a0); b0 = vW::Vector256.MultiplyAddEstimate(t, w1, b0);
                    w0 = vW::Vector256.Load(w + 16); w1 = vW::Vector256.Load(w + 24);
                    t = vW::Vector256.Create(s[1]);
                    a0_1 = vW::Vector256.MultiplyAddEstimate(t, w0, a0_1); b0_1 = vW::Vector256.MultiplyAddEstimate(t, w1, b0_1);
                    w0 = vW::Vector256.Load(w + 32); w1 = vW::Vector256.Load(w + 40);
                    t = vW::Vector256.Create(s[2]);
                    a0_2 = vW::Vector256.MultiplyAddEstimate(t, w0, a0_2); b0_2 = vW::Vector256.MultiplyAddEstimate(t, w1, b0_2);
                    w0 = vW::Vector256.Load(w + 48); w1 = vW::Vector256.Load(w + 56);
                    t = vW::Vector256.Create(s[3]);
                    a0_3 = vW::Vector256.MultiplyAddEstimate(t, w0, a0_3); b0_3 = vW::Vector256.MultiplyAddEstimate(t, w1, b0_3);
                }
            }
        }

        a0 += a0_1;
        a0 += a0_2;
        a0 += a0_3;
        vW::Vector256.Store(a0, y);
        b0 += b0_1;
        b0 += b0_2;
        b0 += b0_3;
        vW::Vector256.Store(b0, y + 8);
    }

// Device

        /// <summary>
        /// Convolution 1×1, 600 to 3; y = t + bias.
        /// A thread computes 3 channels of a pixel.
        /// </summary>
        private static void Convolve1x1_600x1x1_3_Bias(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int n = item;
                long start = (long)n * 600;

                float sum0_0 = 0f;
                float sum0_1 = 0f;
                float sum0_2 = 0f;

                for (int c = 0; c < 600; c++)
                {
                    long from = start + c;
                    int tap = c * 3;
                    float x0 = x[from];
                    float w0_0 = weights[tap];
                    float w0_1 = weights[tap + 1];
                    float w0_2 = weights[tap + 2];
                    sum0_0 = onGpu::GpuTiles.MultiplyAdd(sum0_0, w0_0, x0);
                    sum0_1 = onGpu::GpuTiles.MultiplyAdd(sum0_1, w0_1, x0);
                    sum0_2 = onGpu::GpuTiles.MultiplyAdd(sum0_2, w0_2, x0);
                }

                long at = (long)n * 3;
                y[at] = sum0_0 + bias[0];
                y[at + 1] = sum0_1 + bias[1];
                y[at + 2] = sum0_2 + bias[2];
            }
        }

        /// <summary>y = t + bias for [N, 3, 1]; y may be x.</summary>
        private static void Finish_3x1_Bias(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 3; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i % 3;
                y[i] = x[i] + bias[c];
            }
        }

// Module

        /// <inheritdoc/>
        /// <remarks>Each intermediate tensor is released after its last use; what the backward pass needs stays alive by itself.</remarks>
        public override global::TorchSharp.torch.Tensor[] ForwardAll(params global::TorchSharp.torch.Tensor[] inputs)
        {
            using global::SsnGen.TorchSharp.TrainingPass pass = BeginForward(inputs);
            using global::TorchSharp.DisposeScope scope = global::TorchSharp.torch.NewDisposeScope();

            // A: linear -> 3
            global::TorchSharp.torch.Tensor tA = inputs[0].flatten(1L);
            global::TorchSharp.torch.Tensor yA = _linearA.forward(tA);
            tA.Dispose();

            return [yA.MoveToOuterDisposeScope()];
        }

