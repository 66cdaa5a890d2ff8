namespace SsnGen.Generator.Tests.Names;

/// <summary>What emitted modules use of TorchSharp and of SsnGen.TorchSharp, as source: enough to compile them, nothing to run.</summary>
internal static class TorchStandIn
{
    public const string Source = """
        #nullable enable
        namespace TorchSharp
        {
            public abstract class DisposeScope : global::System.IDisposable
            {
                public abstract void Dispose();
            }

            public static class torch
            {
                public abstract class Tensor : global::System.IDisposable
                {
                    public abstract void Dispose();
                    public abstract Tensor add(Tensor other);
                    public abstract Tensor alias();
                    public abstract Tensor flatten(long start);
                    public abstract Tensor reshape(params long[] shape);
                    public abstract Tensor MoveToOuterDisposeScope();
                }

                public static DisposeScope NewDisposeScope() => throw new global::System.NotSupportedException();

                public static class nn
                {
                    public static class functional
                    {
                        public static Tensor adaptive_avg_pool2d(Tensor x, long size) => x;
                        public static Tensor max_pool2d(Tensor x, long kernel, long? stride = null, long? padding = null) => x;
                        public static Tensor relu(Tensor x) => x;
                        public static Tensor leaky_relu(Tensor x, double slope) => x;
                        public static Tensor silu(Tensor x) => x;
                        public static Tensor dropout(Tensor x, double probability, bool training) => x;
                    }
                }
            }
        }

        namespace TorchSharp.Modules
        {
            public abstract class Conv2d
            {
                public abstract torch.Tensor forward(torch.Tensor x);
            }

            public abstract class Linear
            {
                public abstract torch.Tensor forward(torch.Tensor x);
            }
        }

        namespace SsnGen.TorchSharp
        {
            using Tensor = global::TorchSharp.torch.Tensor;

            public abstract class SsnModule(string name, global::SsnGen.NetworkGraph graph)
            {
                public bool training => name.Length > graph.Layers.Count;
                public abstract Tensor[] ForwardAll(params Tensor[] inputs);
                protected TrainingPass BeginForward(Tensor[] inputs) => default;
                protected global::TorchSharp.Modules.Conv2d AddConvolution2d(global::SsnGen.Layer layer) => null!;
                protected global::TorchSharp.Modules.Linear AddLinear(global::SsnGen.Layer layer) => null!;
                protected SsnNorm AddNormalization(global::SsnGen.Layer layer, global::SsnGen.Training.SsnKernel kernel) => null!;
            }

            public abstract class SsnNorm
            {
                public abstract Tensor forward(Tensor x);
                public abstract Tensor forward(Tensor x, Tensor residual);
            }

            public readonly struct TrainingPass : global::System.IDisposable
            {
                public void Dispose()
                {
                }
            }

            public static class NativeLibTorch
            {
                public static void Register()
                {
                }
            }
        }
        """;
}
