// Processor

    /// <summary>
    /// 3x3x3 convolution, padding 1, 20x4x6x5 -&gt; 20x4x6x5, by Winograd's filtering: strips of up to 3 rows of 3 tiles by 32 output channels;
    /// a job is one row of tiles of one unit, strip by strip. Scratch: a strip's transformed input, then the products of a unit.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Winograd3x3x3p1_20x4x6x5_20x4x6x5_Relu(float* source, float* weights, float* biases, float* output, float* scratch, int first, int last)
    {
        float* products = scratch + 14080;
        int transformed = -1;
        int end = global::SsnGen.Inference.WinogradStrips.Position(last, 3, 3, 1);
        for (int position = global::SsnGen.Inference.WinogradStrips.Position(first, 3, 3, 1); position < end; position++)
        {
            int strip = position;
            int frame = strip;
            int row = 0;
            const int rows = 3;
            int early = frame - 1;
            int front = global::System.Math.Max(0, -early);
            int back = global::System.Math.Min(3, 4 - early);
            if (strip != transformed)
            {
                transformed = strip;
                NetWinograd.TransformInput32x3x3_112_3584_880f896(source + (frame * 896), scratch, row, rows, front, back);
            }

            NetWinograd.Multiply96fx32_9(scratch, weights + (front * 1024), products, rows * 3, (back - front) * 2);
            for (int block = 0; block < 2; block++)
            {
                float* plane = output + (block * 1920) + (frame * 480);
                NetWinograd.TransformOutput6x5_304_Relu(products + (block * rows * 48), biases + (block * 16), plane, row, rows);
            }
        }
    }

    /// <summary>
    /// B' d B of the tiles of some rows of 3, for 32 channels; v: [point][block][tile][16].
    /// Neighbours share two of their four columns, whose half of the transform is kept.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void TransformInput32x3x3_112_3584_880f896(float* x, float* v, int first, int rows, int front, int back)
    {
        for (int frame = front; frame < back; frame++)
        {
            for (int block = 0; block < 2; block++)
            {
                for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
                {
                    for (int row = 0; row < rows; row++)
                    {
                        float* to = v + lane + ((((((frame - front) * 2) + block) * rows) + row) * 48);
                        vN::Vector<float> d0, d1, d2, d3;
                        float* x0 = x + lane + (frame * 896) + (block * 3584) + ((first + row) * 224);
                        float* x1 = x0 + 112;
                        float* x2 = x1 + 112;
                        float* x3 = x2 + 112;
                        d0 = vN::Vector.Load(x0);
                        d1 = vN::Vector.Load(x1);
                        d2 = vN::Vector.Load(x2);
                        d3 = vN::Vector.Load(x3);
                        vN::Vector<float> a0 = d0 - d2, a1 = d1 + d2, a2 = d2 - d1, a3 = d1 - d3;
                        d0 = vN::Vector.Load(x0 + 16);
                        d1 = vN::Vector.Load(x1 + 16);
                        d2 = vN::Vector.Load(x2 + 16);
                        d3 = vN::Vector.Load(x3 + 16);
                        vN::Vector<float> b0 = d0 - d2, b1 = d1 + d2, b2 = d2 - d1, b3 = d1 - d3;
                        for (int column = 0; column < 3; column++, to += 16)
                        {
                            x0 += 32;
                            x1 += 32;
                            x2 += 32;
                            x3 += 32;
                            d0 = vN::Vector.Load(x0);
                            d1 = vN::Vector.Load(x1);
                            d2 = vN::Vector.Load(x2);
                            d3 = vN::Vector.Load(x3);
                            vN::Vector<float> c0 = d0 - d2, c1 = d1 + d2, c2 = d2 - d1, c3 = d1 - d3;
                            d0 = vN::Vector.Load(x0 + 16);
                            d1 = vN::Vector.Load(x1 + 16);
                            d2 = vN::Vector.Load(x2 + 16);
                            d3 = vN::Vector.Load(x3 + 16);
                            vN::Vector<float> e0 = d0 - d2, e1 = d1 + d2, e2 = d2 - d1, e3 = d1 - d3;
                            vN::Vector.Store(a0 - c0, to);
                            vN::Vector.Store(b0 + c0, to + 880);
                            vN::Vector.Store(c0 - b0, to + 1760);
                            vN::Vector.Store(b0 - e0, to + 2640);
                            vN::Vector.Store(a1 - c1, to + 3520);
                            vN::Vector.Store(b1 + c1, to + 4400);
                            vN::Vector.Store(c1 - b1, to + 5280);
                            vN::Vector.Store(b1 - e1, to + 6160);
                            vN::Vector.Store(a2 - c2, to + 7040);
                            vN::Vector.Store(b2 + c2, to + 7920);
                            vN::Vector.Store(c2 - b2, to + 8800);
                            vN::Vector.Store(b2 - e2, to + 9680);
                            vN::Vector.Store(a3 - c3, to + 10560);
                            vN::Vector.Store(b3 + c3, to + 11440);
                            vN::Vector.Store(c3 - b3, to + 12320);
                            vN::Vector.Store(b3 - e3, to + 13200);
                            a0 = c0;
                            b0 = e0;
                            a1 = c1;
                            b1 = e1;
                            a2 = c2;
                            b2 = e2;
                            a3 = c3;
                            b3 = e3;
                        }
                    }
                }
            }
        }
    }

    /// <summary>
    /// The products of some tiles with the weights of 32 output channels, summed over 96 input channels, at each of 16 points;
    /// w: [point][block][input channel][output channel], m: [point][output block][tile][16].
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Multiply96fx32_9(float* v, float* w, float* m, int tiles, int blocks)
    {
        for (int point = 0; point < 16; point++, v += 880, w += 3072, m += 304)
        {
            if (vW::Vector512.IsHardwareAccelerated)
            {
                NetTiles512.Sum1x1_i16w32_9x32(v, 0, tiles * 16, blocks, w, m, tiles * 16);
            }
            else if (vW::Vector256.IsHardwareAccelerated)
            {
                for (int block = 0; block < 2; block++)
                {
                    for (int tile = 0; tile < 9; tile += 3)
                    {
                        NetTiles256.Sum1x1_i16w32_3x16(v + (tile * 16), 0, tiles * 16, blocks, w + (block * 16), m + (block * tiles * 16) + (tile * 16), tiles * 16);
                    }
                }
            }
            else
            {
                for (int block = 0; block < 2; block++)
                {
                    for (int tile = 0; tile < 9; tile += 3)
                    {
                        NetTiles128.Sum1x1_i16w32_3x16(v + (tile * 16), 0, tiles * 16, blocks, w + (block * 16), m + (block * tiles * 16) + (tile * 16), tiles * 16);
                    }
                }
            }
        }
    }

    /// <summary>A' m A of the tiles of some rows of 3, 16 channels of a 6x5 plane: y = max(bias + A' m A, 0).</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void TransformOutput6x5_304_Relu(float* m, float* bias, float* y, int first, int rows)
    {
        for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
        {
            vN::Vector<float> shift = vN::Vector.Load(bias + lane);
            for (int row = 0; row < rows; row++)
            {
                float* from = m + lane + (row * 48);
                float* y0 = y + lane + ((first + row) * 160);
                float* y1 = y0 + 80;
                for (int column = 0; column < 2; column++, from += 16, y0 += 32, y1 += 32)
                {
                    vN::Vector<float> m00 = vN::Vector.Load(from), m10 = vN::Vector.Load(from + 1216), m20 = vN::Vector.Load(from + 2432), m30 = vN::Vector.Load(from + 3648);
                    vN::Vector<float> a0 = m00 + m10 + m20, b0 = m10 - m20 - m30;
                    vN::Vector<float> m01 = vN::Vector.Load(from + 304), m11 = vN::Vector.Load(from + 1520), m21 = vN::Vector.Load(from + 2736), m31 = vN::Vector.Load(from + 3952);
                    vN::Vector<float> a1 = m01 + m11 + m21, b1 = m11 - m21 - m31;
                    vN::Vector<float> m02 = vN::Vector.Load(from + 608), m12 = vN::Vector.Load(from + 1824), m22 = vN::Vector.Load(from + 3040), m32 = vN::Vector.Load(from + 4256);
                    vN::Vector<float> a2 = m02 + m12 + m22, b2 = m12 - m22 - m32;
                    vN::Vector<float> m03 = vN::Vector.Load(from + 912), m13 = vN::Vector.Load(from + 2128), m23 = vN::Vector.Load(from + 3344), m33 = vN::Vector.Load(from + 4560);
                    vN::Vector<float> a3 = m03 + m13 + m23, b3 = m13 - m23 - m33;
                    vN::Vector<float> t;
                    t = a0 + a1 + a2 + shift;
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y0);
                    t = a1 - a2 - a3 + shift;
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y0 + 16);
                    t = b0 + b1 + b2 + shift;
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y1);
                    t = b1 - b2 - b3 + shift;
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y1 + 16);
                }

                {
                    vN::Vector<float> m00 = vN::Vector.Load(from), m10 = vN::Vector.Load(from + 1216), m20 = vN::Vector.Load(from + 2432), m30 = vN::Vector.Load(from + 3648);
                    vN::Vector<float> a0 = m00 + m10 + m20, b0 = m10 - m20 - m30;
                    vN::Vector<float> m01 = vN::Vector.Load(from + 304), m11 = vN::Vector.Load(from + 1520), m21 = vN::Vector.Load(from + 2736), m31 = vN::Vector.Load(from + 3952);
                    vN::Vector<float> a1 = m01 + m11 + m21, b1 = m11 - m21 - m31;
                    vN::Vector<float> m02 = vN::Vector.Load(from + 608), m12 = vN::Vector.Load(from + 1824), m22 = vN::Vector.Load(from + 3040), m32 = vN::Vector.Load(from + 4256);
                    vN::Vector<float> a2 = m02 + m12 + m22, b2 = m12 - m22 - m32;
                    vN::Vector<float> m03 = vN::Vector.Load(from + 912), m13 = vN::Vector.Load(from + 2128), m23 = vN::Vector.Load(from + 3344), m33 = vN::Vector.Load(from + 4560);
                    vN::Vector<float> a3 = m03 + m13 + m23, b3 = m13 - m23 - m33;
                    vN::Vector<float> t;
                    t = a0 + a1 + a2 + shift;
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y0);
                    t = b0 + b1 + b2 + shift;
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y1);
                }
            }
        }
    }

    /// <summary>
    /// 1x1 convolution, stride 1, dilation 1, 16 input channels per block: 3 pixels x 16 channels,
    /// 6 accumulators. y = sum w x.
    /// </summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Sum1x1_i16w32_3x16(float* x, int xRow, int xPlane, int blocks, float* w, float* y, int yPlane)
    {
        vW::Vector256<float> a0 = vW::Vector256<float>.Zero, a1 = a0, a2 = a0;
        vW::Vector256<float> b0 = vW::Vector256<float>.Zero, b1 = b0, b2 = b0;
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
            }
        }

        vW::Vector256.Store(a0, y);
        vW::Vector256.Store(a1, y + 16);
        vW::Vector256.Store(a2, y + 32);
        vW::Vector256.Store(b0, y + 8);
        vW::Vector256.Store(b1, y + 24);
        vW::Vector256.Store(b2, y + 40);
    }

// Device

        /// <summary>
        /// Convolution 3×3×3, padding 1, 20x4x6x5 to 20x4x6x5; y = max(t + bias, 0).
        /// A thread computes 4 channels of 5 neighbouring pixels.
        /// </summary>
        private static void Convolve3x3x3p1_20x4x6x5_20_Bias_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();
            for (int item = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; item < samples * 120; item += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int row = item % 6;
                int frame = item / 6 % 4;
                int tile = item / 24 % 5;
                int n = item / 120;
                long start = (long)n * 2400;
                int front = frame - 1;
                int top = row - 1;

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
                        if (!(image >= 0 && image < 4))
                        {
                            continue;
                        }

                        for (int u = 0; u < 3; u++)
                        {
                            int line = top + u;
                            if (line >= 0 && line < 6)
                            {
                                long from = start + (c * 120) + (image * 30) + (line * 5);
                                int tap = (tile * 540) + (c * 27) + (d * 9) + (u * 3);
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
                            }
                        }
                    }
                }

                int o = tile * 4;
                long at = ((long)n * 2400) + (o * 120) + (frame * 30) + (row * 5);
                y[at] = Relu(sum0.X + bias[o]);
                y[at + 120] = Relu(sum0.Y + bias[o + 1]);
                y[at + 240] = Relu(sum0.Z + bias[o + 2]);
                y[at + 360] = Relu(sum0.W + bias[o + 3]);
                y[at + 1] = Relu(sum1.X + bias[o]);
                y[at + 121] = Relu(sum1.Y + bias[o + 1]);
                y[at + 241] = Relu(sum1.Z + bias[o + 2]);
                y[at + 361] = Relu(sum1.W + bias[o + 3]);
                y[at + 2] = Relu(sum2.X + bias[o]);
                y[at + 122] = Relu(sum2.Y + bias[o + 1]);
                y[at + 242] = Relu(sum2.Z + bias[o + 2]);
                y[at + 362] = Relu(sum2.W + bias[o + 3]);
                y[at + 3] = Relu(sum3.X + bias[o]);
                y[at + 123] = Relu(sum3.Y + bias[o + 1]);
                y[at + 243] = Relu(sum3.Z + bias[o + 2]);
                y[at + 363] = Relu(sum3.W + bias[o + 3]);
                y[at + 4] = Relu(sum4.X + bias[o]);
                y[at + 124] = Relu(sum4.Y + bias[o + 1]);
                y[at + 244] = Relu(sum4.Z + bias[o + 2]);
                y[at + 364] = Relu(sum4.W + bias[o + 3]);
            }
        }

        /// <summary>
        /// Unfolds 20x4x6x5 for a convolution 3×3×3, padding 1: [N, 20·3·3·3, 120], zeros outside of the image.
        /// A thread for each channel and pixel.
        /// </summary>
        private static void Unfold3x3x3p1_20x4x6x5(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> columns, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 2400; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int pixel = i % 120;
                int slab = i / 120;
                int front = (pixel / 30) - 1;
                int top = (pixel / 5 % 6) - 1;
                int left = (pixel % 5) - 1;
                for (int d = 0; d < 3; d++)
                {
                    int image = front + d;
                    for (int u = 0; u < 3; u++)
                    {
                        int line = top + u;
                        long from = ((long)slab * 120) + (image * 30) + (line * 5) + left;
                        long to = ((long)slab * 3240) + (d * 1080) + (u * 360) + pixel;
                        bool inside = image >= 0 && image < 4 && line >= 0 && line < 6;
                        columns[to] = onGpu::GpuTiles.Load(x, from, inside && left >= 0);
                        columns[to + 120] = onGpu::GpuTiles.Load(x, from + 1, inside);
                        columns[to + 240] = onGpu::GpuTiles.Load(x, from + 2, inside && left + 2 < 5);
                    }
                }
            }
        }

        /// <summary>y = max(t + bias, 0) for [N, 20, 120]; y may be x.</summary>
        private static void Finish_20x120_Bias_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            ilGpu::ArrayView<onGpu::Float4> values = x.Cast<onGpu::Float4>();
            ilGpu::ArrayView<onGpu::Float4> outputs = y.Cast<onGpu::Float4>();
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int c = i / 30 % 20;
                outputs[i] = Relu(onGpu::GpuTiles.Add(values[i], bias[c]));
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

            // A: 3x3x3 convolution, padding 1, SSN of Batch, ReLU -> 20x4x6x5
            global::TorchSharp.torch.Tensor tA = _convA.forward(inputs[0]);
            global::TorchSharp.torch.Tensor yA = _normA.forward(tA);
            tA.Dispose();

            return [yA.MoveToOuterDisposeScope()];
        }

