using System.Reflection;

namespace SsnGen.Gpu.Tests;

/// <summary>What ILGPU makes of the emitted kernels for a device of compute capability 9.0, without one.</summary>
public sealed class PtxTests
{
    private static readonly Type[] Models = [typeof(VectorNet), typeof(ScalarNet), typeof(PointNet), typeof(GroupNet), typeof(ResidualNet), typeof(LargeNet)];

    private static readonly string[] _holders = ["GpuKernels", "GpuHalfKernels"];

    /// <summary>The kernels of each specialization, by the names of what holds it.</summary>
    public static TheoryData<string, string, string> Kernels
    {
        get
        {
            var kernels = new TheoryData<string, string, string>();
            foreach (var (model, holder) in Models.SelectMany(static m => _holders.Where(h => m.GetNestedType(h) is not null).Select(h => (m.Name, h))))
            {
                foreach (var name in Specializations(model, holder).SelectMany(Methods).Select(static m => m.Name).Distinct())
                {
                    kernels.Add(model, holder, name);
                }
            }

            return kernels;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernels_avoid_what_devices_do_badly_or_wrong(string model, string holder, string kernel) =>
        Assert.All(Specializations(model, holder).SelectMany(Methods).Where(m => m.Name == kernel), static m => DeviceCode.AssertSound(DeviceCode.Ptx(m)));

    [Theory]
    [InlineData("ComputeSlabMoments", 7)]
    [InlineData("Normalize", 7)]
    [InlineData("NormalizeSlabs", 7)]
    [InlineData("ComputeSlabGradients", 8)]
    [InlineData("Differentiate", 8)]
    [InlineData("DifferentiateSlabs", 8)]
    public void All_vectors_of_a_thread_are_read_back_to_back(string kernel, int count)
    {
        var ptx = Compile("GpuKernels", kernel);
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
        Assert.Contains("st.global.v4.f32", Compile("GpuKernels", kernel), StringComparison.Ordinal);
        Assert.Contains("st.global.v4.b16", Compile("GpuHalfKernels", kernel), StringComparison.Ordinal);
    }

    private static bool IsBranch(string line) => line.Contains("bra", StringComparison.Ordinal) || line.TrimEnd().EndsWith(':');

    /// <summary>The specializations of a model, each once.</summary>
    private static IEnumerable<object> Specializations(string model, string holder) => Models.Single(m => m.Name == model).GetNestedType(holder)!
        .GetProperties(BindingFlags.Static | BindingFlags.Public)
        .Select(static p => p.GetValue(null)!)
        .Distinct();

    /// <summary>The kernels of a specialization, as the runtime gets them.</summary>
    private static IEnumerable<MethodInfo> Methods(object specialization) =>
        specialization.GetType().GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(static p => typeof(Delegate).IsAssignableFrom(p.PropertyType))
            .Select(p => (Delegate?)p.GetValue(specialization))
            .OfType<Delegate>()
            .Select(static d => d.Method);

    private static string Compile(string holder, string kernel) =>
        DeviceCode.Ptx(Specializations(nameof(LargeNet), holder).SelectMany(Methods).Single(m => m.Name == kernel));
}
