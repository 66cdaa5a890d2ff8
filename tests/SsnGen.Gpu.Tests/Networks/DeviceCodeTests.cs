using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime.OpenCL;

namespace SsnGen.Gpu.Tests.Networks;

/// <summary>What ILGPU makes of the emitted kernels of networks for devices that are not there: CUDA of compute capability 9.0, and OpenCL.</summary>
public sealed class DeviceCodeTests
{
    private static readonly Type[] Models = [typeof(ProducersNet), typeof(BlocksNet), typeof(ValuesNet)];

    public static TheoryData<string, string> Kernels
    {
        get
        {
            var kernels = new TheoryData<string, string>();
            foreach (var model in Models)
            {
                foreach (var method in Methods(model))
                {
                    kernels.Add(model.Name, method.Name);
                }
            }

            return kernels;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernels_avoid_what_devices_do_badly_or_wrong(string model, string kernel) => DeviceCode.AssertSound(Compile(model, kernel));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernels_compile_for_an_OpenCL_device_whose_warps_cannot_shuffle(string model, string kernel)
    {
        using var context = DeviceCode.NewContext();
        using var backend = new CLBackend(
            context, new CLCapabilityContext(float16: false, float64: true, genericAddressSpace: true, int64_Atomics: false, subGroups: false), CLDeviceVendor.AMD, new CLCVersion(2, 0));
        var compiled = (CLCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(Method(model, kernel)), default);
        Assert.NotEmpty(compiled.Source);
    }

    [Fact]
    public void A_tile_reads_weights_and_writes_pixels_four_at_a_time()
    {
        var stem = Compile(nameof(ProducersNet), Methods(typeof(ProducersNet)).First(static m => m.Name.StartsWith("Convolve7x7", StringComparison.Ordinal)).Name);
        Assert.Equal(2 * 7, Count(stem, "ld.global.v4.f32"));
        Assert.Equal(8, Count(stem, "st.global.v4.f32"));

        // Products of a row of taps, which the driver's assembler fuses with their sums, and those of the activation.
        Assert.Equal((8 * 4 * 7) + (8 * 4), Count(stem, "mul.f32"));
    }

    [Fact]
    public void The_end_of_a_layer_is_a_pass_of_four_values_at_a_time()
    {
        var end = Compile(nameof(BlocksNet), Methods(typeof(BlocksNet)).First(static m => m.Name.EndsWith("Bias_AddRelu", StringComparison.Ordinal) && m.Name.StartsWith("Finish", StringComparison.Ordinal)).Name);
        Assert.Equal(2, Count(end, "ld.global.v4.f32"));
        Assert.Equal(1, Count(end, "st.global.v4.f32"));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static IEnumerable<MethodInfo> Methods(Type model) => model.GetNestedType("GpuNetwork")!
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(static m => m.ReturnType == typeof(void) && m.GetParameters()[0].ParameterType == typeof(ArrayView<float>));

    private static string Compile(string model, string kernel) => DeviceCode.Ptx(Method(model, kernel));

    private static MethodInfo Method(string model, string kernel) => Methods(Models.Single(m => m.Name == model)).Single(m => m.Name == kernel);
}
