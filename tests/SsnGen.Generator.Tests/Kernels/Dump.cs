namespace SsnGen.Generator.Tests.Kernels;
public class Dump { [Fact] public void D() { 
 File.WriteAllText("/tmp/k1.cs", KernelCompiler.Source(KernelCompiler.Plan(16, 256, [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch], 1, ActivationKind.Relu, false)));
 File.WriteAllText("/tmp/k2.cs", KernelCompiler.Source(KernelCompiler.Plan(16, 12289, [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group], 4, ActivationKind.Silu, true)));
 File.WriteAllText("/tmp/k3.cs", KernelCompiler.Source(KernelCompiler.Plan(16, 7, [Normalizer.Batch, Normalizer.Group], 4, ActivationKind.LeakyRelu, true)));
} }
