extern alias runtime;

using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using runtime::SsnGen.Training;
using SsnGen.Generator.Emission;
using SsnGen.Generator.Emission.Cpu;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Tests.Kernels;

/// <summary>Emits kernels, compiles them in memory at the highest warning level, and loads them. Each specialization is compiled once.</summary>
internal static class KernelCompiler
{
    private static readonly ConcurrentDictionary<string, Lazy<SsnKernel>> Cache = new(StringComparer.Ordinal);

    public static SsnKernel Get(KernelPlan plan) => Cache.GetOrAdd(plan.ClassName, _ => new Lazy<SsnKernel>(() => Load(plan))).Value;

    /// <summary>A plan under its own name.</summary>
    public static KernelPlan Plan(
        int channels,
        int slabSize,
        Normalizer[] omega,
        int groups = 1,
        Activation? activation = null,
        bool residual = false,
        float epsilon = 1e-5f,
        bool bessel = false,
        float slope = 0.01f)
    {
        var normalizers = EquatableArray.From(omega);
        var act = activation is Activation.LeakyRelu ? new Activation.LeakyRelu(slope) : activation;
        var divisions = omega.Contains(Normalizer.Group) ? groups : 1;
        return new(
            KernelNames.ClassName(channels, slabSize, normalizers, divisions, epsilon, bessel, act, residual),
            channels, slabSize, normalizers, divisions, epsilon, bessel, act, residual);
    }

    /// <summary>The text of a file that holds one kernel, nested as in a model.</summary>
    public static string Source(KernelPlan plan)
    {
        var w = new SourceWriter();
        w.Line("#nullable enable\n\nnamespace Emitted;\n");
        Aliases.OfKernels(w);
        w.Summary("A model.");
        using (w.Open("public sealed partial class Model"))
        {
            w.Summary("Its kernels.");
            using var kernels = w.Open("public static class Kernels");
            KernelsEmitter.EmitCommon(w, [plan]);
            KernelEmitter.Emit(w, plan);
        }

        return w.ToString();
    }

    public static CSharpCompilation Compile(KernelPlan plan) => Harness.Compile.OfFiles([(plan.ClassName + ".cs", Source(plan))]);

    private static SsnKernel Load(KernelPlan plan)
    {
        var type = Harness.Compile.Load(Compile(plan)).GetType("Emitted.Model+Kernels+" + plan.ClassName, throwOnError: true)!;
        return (SsnKernel)type.GetProperty("Instance")!.GetValue(null)!;
    }
}
