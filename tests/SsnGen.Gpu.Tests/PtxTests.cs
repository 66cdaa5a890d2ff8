using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace SsnGen.Gpu.Tests;

/// <summary>What ILGPU makes of the emitted kernels for a device of compute capability 9.0, without one.</summary>
public sealed partial class PtxTests
{
    private static readonly string[] Streaming = ["ComputeSlabMoments", "Normalize"];

    public static TheoryData<string, string> Kernels
    {
        get
        {
            var kernels = new TheoryData<string, string>();
            foreach (var type in new[] { typeof(VectorNet), typeof(ScalarNet), typeof(PointNet), typeof(GroupNet) })
            {
                foreach (var method in Methods(type))
                {
                    kernels.Add(type.Name, method.Name);
                }
            }

            return kernels;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernels_need_no_function_from_outside_and_no_local_memory(string model, string kernel)
    {
        var ptx = Compile(model, kernel);
        Assert.DoesNotContain(".extern .func", ptx, StringComparison.Ordinal);
        Assert.DoesNotMatch(LocalMemory(), ptx);
    }

    [Theory]
    [InlineData(nameof(VectorNet))]
    [InlineData(nameof(GroupNet))]
    public void Slabs_of_a_multiple_of_four_are_read_and_written_four_floats_at_a_time(string model)
    {
        Assert.All(Streaming, kernel => Assert.Contains("ld.global.v4", Compile(model, kernel), StringComparison.Ordinal));
        Assert.Contains("st.global.v4", Compile(model, "Normalize"), StringComparison.Ordinal);
    }

    private static IEnumerable<MethodInfo> Methods(Type model) => model.GetNestedType("GpuKernels")!.GetNestedTypes()
        .SelectMany(static t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(static m => m.ReturnType == typeof(void) && m.Name != "Pool");

    private static string Compile(string model, string kernel)
    {
        var type = typeof(PtxTests).Assembly.GetType("SsnGen.Gpu.Tests." + model, throwOnError: true)!;
        using var context = Context.Create(static builder => builder.Optimize(OptimizationLevel.O2).EnableAlgorithms());
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_90), CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null);
        var entry = EntryPointDescription.FromExplicitlyGroupedKernel(Methods(type).Single(m => m.Name == kernel));
        var compiled = (PTXCompiledKernel)backend.Compile(entry, default);
        return compiled.PTXAssembly;
    }

    [GeneratedRegex(@"\.local\b")]
    private static partial Regex LocalMemory();
}
