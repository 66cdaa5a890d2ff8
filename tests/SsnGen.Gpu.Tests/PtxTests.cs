using System.Reflection;

namespace SsnGen.Gpu.Tests;

/// <summary>What ILGPU makes of the emitted kernels for a device of compute capability 9.0, without one.</summary>
public sealed class PtxTests
{
    private static readonly Type[] Models = [typeof(VectorNet), typeof(ScalarNet), typeof(PointNet), typeof(GroupNet), typeof(ResidualNet), typeof(LargeNet)];

    /// <summary>The emitted class of each specialization, and its kernels.</summary>
    public static TheoryData<string, string> Kernels
    {
        get
        {
            var kernels = new TheoryData<string, string>();
            foreach (var type in Models.SelectMany(static m => new[] { m.GetNestedType("GpuKernels"), m.GetNestedType("GpuHalfKernels") }))
            {
                foreach (var method in (type?.GetNestedTypes() ?? []).SelectMany(Methods))
                {
                    kernels.Add(method.DeclaringType!.FullName!, method.Name);
                }
            }

            return kernels;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernels_avoid_what_devices_do_badly_or_wrong(string type, string kernel) => DeviceCode.AssertSound(Compile(type, kernel));

    [Theory]
    [InlineData("ComputeSlabMoments", 7)]
    [InlineData("Normalize", 7)]
    [InlineData("NormalizeSlabs", 7)]
    [InlineData("ComputeSlabGradients", 8)]
    [InlineData("Differentiate", 8)]
    [InlineData("DifferentiateSlabs", 8)]
    public void All_vectors_of_a_thread_are_read_back_to_back(string kernel, int count)
    {
        var ptx = Compile(LargeKernels("GpuKernels").FullName!, kernel);
        var loads = ptx.Split('\n').Select(static l => l.Contains("ld.global.v4.f32", StringComparison.Ordinal) ? 'l' : IsBranch(l) ? 'b' : ' ').Where(static c => c != ' ');
        Assert.Contains(new string('l', count), string.Concat(loads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Normalize")]
    [InlineData("NormalizeSlabs")]
    [InlineData("Differentiate")]
    [InlineData("DifferentiateSlabs")]
    public void Four_values_are_written_at_once(string kernel)
    {
        Assert.Contains("st.global.v4.f32", Compile(LargeKernels("GpuKernels").FullName!, kernel), StringComparison.Ordinal);
        Assert.Contains("st.global.v4.b16", Compile(LargeKernels("GpuHalfKernels").FullName!, kernel), StringComparison.Ordinal);
    }

    private static Type LargeKernels(string name) => typeof(LargeNet).GetNestedType(name)!.GetNestedTypes().Single();

    private static bool IsBranch(string line) => line.Contains("bra", StringComparison.Ordinal) || line.TrimEnd().EndsWith(':');

    /// <summary>The kernels of an emitted class, as the runtime gets them.</summary>
    private static IEnumerable<MethodInfo> Methods(Type type)
    {
        var instance = type.GetProperty("Instance")!.GetValue(null);
        return type.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(static p => typeof(Delegate).IsAssignableFrom(p.PropertyType))
            .Select(p => (Delegate?)p.GetValue(instance))
            .OfType<Delegate>()
            .Select(static d => d.Method);
    }

    private static string Compile(string type, string kernel) =>
        DeviceCode.Ptx(Methods(typeof(PtxTests).Assembly.GetType(type, throwOnError: true)!).Single(m => m.Name == kernel));
}
