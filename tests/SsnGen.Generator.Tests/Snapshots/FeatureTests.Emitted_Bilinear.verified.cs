// Processor

    /// <summary>resized to 12x10 bilinearly, 20x6x5 -&gt; 20x12x10, y = max(t, 0): rows of 16 channels; job = block * 12 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void ResizeBilinear_12_10_20x6x5_20x12x10_Relu(float* source, float* output, int first, int last)
    {
        global::SsnGen.Inference.Resampling rows = NetResamplings.From6To12;
        global::SsnGen.Inference.Resampling columns = NetResamplings.From5To10;
        for (int job = first; job < last; job++)
        {
            int block = job / 12;
            int row = job % 12;
            float* plane = source + (block * 480);
            float* y = output + (block * 1920) + (row * 160);
            float* above = plane + (rows.Places[2 * row] * 80);
            float* below = plane + (rows.Places[(2 * row) + 1] * 80);
            vN::Vector<float> down = new vN::Vector<float>(rows.Weights[row]);
            int* places = columns.Places;
            float* weights = columns.Weights;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 10; column++)
                {
                    int left = (places[2 * column] * 16) + lane;
                    int right = (places[(2 * column) + 1] * 16) + lane;
                    vN::Vector<float> across = new vN::Vector<float>(weights[column]);
                    vN::Vector<float> a = vN::Vector.Load(above + left);
                    a = vN::Vector.MultiplyAddEstimate(vN::Vector.Load(above + right) - a, across, a);
                    vN::Vector<float> b = vN::Vector.Load(below + left);
                    b = vN::Vector.MultiplyAddEstimate(vN::Vector.Load(below + right) - b, across, b);
                    vN::Vector<float> t = vN::Vector.MultiplyAddEstimate(b - a, down, a);
                    t = vN::Vector.MaxNative(vN::Vector<float>.Zero, t);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

    /// <summary>resized to 6x5 bilinearly, corners aligned, 20x12x10 -&gt; 20x6x5: rows of 16 channels; job = block * 6 + row.</summary>
    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void ResizeBilinear_6_5_20x12x10_20x6x5(float* source, float* output, int first, int last)
    {
        global::SsnGen.Inference.Resampling rows = NetResamplings.From12To6Aligned;
        global::SsnGen.Inference.Resampling columns = NetResamplings.From10To5Aligned;
        for (int job = first; job < last; job++)
        {
            int block = job / 6;
            int row = job % 6;
            float* plane = source + (block * 1920);
            float* y = output + (block * 480) + (row * 80);
            float* above = plane + (rows.Places[2 * row] * 160);
            float* below = plane + (rows.Places[(2 * row) + 1] * 160);
            vN::Vector<float> down = new vN::Vector<float>(rows.Weights[row]);
            int* places = columns.Places;
            float* weights = columns.Weights;

            for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)
            {
                for (int column = 0; column < 5; column++)
                {
                    int left = (places[2 * column] * 16) + lane;
                    int right = (places[(2 * column) + 1] * 16) + lane;
                    vN::Vector<float> across = new vN::Vector<float>(weights[column]);
                    vN::Vector<float> a = vN::Vector.Load(above + left);
                    a = vN::Vector.MultiplyAddEstimate(vN::Vector.Load(above + right) - a, across, a);
                    vN::Vector<float> b = vN::Vector.Load(below + left);
                    b = vN::Vector.MultiplyAddEstimate(vN::Vector.Load(below + right) - b, across, b);
                    vN::Vector<float> t = vN::Vector.MultiplyAddEstimate(b - a, down, a);
                    vN::Vector.Store(t, y + lane + (column * 16));
                }
            }
        }
    }

// Device

        /// <summary>resized to 12x10 bilinearly, 20x6x5 to 20x12x10; y = max(t, 0). A thread for each value.</summary>
        private static void Bilinear12x10_20x6x5_Relu(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 2400; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 10;
                int row = i / 10 % 12;
                int slab = i / 120;
                int rowPlace = global::System.Math.Max((row * 2) - 1, 0);
                int top = rowPlace / 4;
                int bottom = global::System.Math.Min(top + 1, 5);
                float down = rowPlace % 4 / 4f;
                int columnPlace = global::System.Math.Max((column * 2) - 1, 0);
                int left = columnPlace / 4;
                int right = global::System.Math.Min(left + 1, 4);
                float across = columnPlace % 4 / 4f;
                float above = x[((long)slab * 30) + (top * 5) + left];
                above += across * (x[((long)slab * 30) + (top * 5) + right] - above);
                float below = x[((long)slab * 30) + (bottom * 5) + left];
                below += across * (x[((long)slab * 30) + (bottom * 5) + right] - below);
                float t = above + (down * (below - above));
                y[i] = Relu(t);
            }
        }

        /// <summary>resized to 6x5 bilinearly, corners aligned, 20x12x10 to 20x6x5; y = t. A thread for each value.</summary>
        private static void Bilinear6x5Aligned_20x12x10(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)
        {
            for (int i = (ilGpu::Grid.IdxX * ilGpu::Group.DimX) + ilGpu::Group.IdxX; i < samples * 600; i += ilGpu::Grid.DimX * ilGpu::Group.DimX)
            {
                int column = i % 5;
                int row = i / 5 % 6;
                int slab = i / 30;
                int rowPlace = row * 11;
                int top = rowPlace / 5;
                int bottom = global::System.Math.Min(top + 1, 11);
                float down = rowPlace % 5 / 5f;
                int columnPlace = column * 9;
                int left = columnPlace / 4;
                int right = global::System.Math.Min(left + 1, 9);
                float across = columnPlace % 4 / 4f;
                float above = x[((long)slab * 120) + (top * 10) + left];
                above += across * (x[((long)slab * 120) + (top * 10) + right] - above);
                float below = x[((long)slab * 120) + (bottom * 10) + left];
                below += across * (x[((long)slab * 120) + (bottom * 10) + right] - below);
                float t = above + (down * (below - above));
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

            // A: resized to 12x10 bilinearly, ReLU -> 20x12x10
            global::TorchSharp.torch.Tensor tA = global::TorchSharp.torch.nn.functional.interpolate(inputs[0], size: [12L, 10L], mode: global::TorchSharp.torch.InterpolationMode.Bilinear, align_corners: false);
            global::TorchSharp.torch.Tensor yA = global::TorchSharp.torch.nn.functional.relu(tA);
            tA.Dispose();

            // B: resized to 6x5 bilinearly, corners aligned -> 20x6x5
            global::TorchSharp.torch.Tensor yB = global::TorchSharp.torch.nn.functional.interpolate(yA, size: [6L, 5L], mode: global::TorchSharp.torch.InterpolationMode.Bilinear, align_corners: true);
            yA.Dispose();

            return [yB.MoveToOuterDisposeScope()];
        }

