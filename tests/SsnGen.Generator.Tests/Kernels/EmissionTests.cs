using System.Globalization;
using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Tests.Kernels;

public class EmissionTests
{
    public static TheoryData<int, int, string, int, bool> Specializations()
    {
        var data = new TheoryData<int, int, string, int, bool>();
        foreach (var activation in Enumerable.Range(0, Activations.All.Length))
        {
            foreach (var residual in new[] { false, true })
            {
                data.Add(16, 256, "012", activation, residual);
                data.Add(1, 49, "0123", activation, residual);
                data.Add(6, 1, "23", activation, residual);
                data.Add(4, 12289, "1", activation, residual);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Specializations))]
    public void Compiles_without_a_warning(int channels, int slabSize, string omega, int activation, bool residual)
    {
        var plan = KernelCompiler.Plan(
            channels, slabSize, [.. omega.Select(static k => (Normalizer)(k - '0'))], channels == 1 ? 1 : 2, Activations.All[activation], residual);
        var complaints = KernelCompiler.Compile(plan).GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Info);
        Assert.Empty(complaints.Select(static d => d.ToString()));
    }

    [Fact]
    public void Text_does_not_depend_on_the_culture()
    {
        var plan = KernelCompiler.Plan(
            1024, 49, [Normalizer.Batch, Normalizer.Group], 8, Activations.LeakyRelu, true, epsilon: 1e-3f, slope: 0.25f);
        var invariant = KernelCompiler.Source(plan);
        var previous = CultureInfo.CurrentCulture;
        try
        {
            var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            hostile.NumberFormat.NumberDecimalSeparator = ",";
            hostile.NumberFormat.NegativeSign = "minus ";
            CultureInfo.CurrentCulture = hostile;
            Assert.Equal(invariant, KernelCompiler.Source(plan));
        }
        finally
        {
            CultureInfo.CurrentCulture = previous;
        }

        Assert.Contains("0.25f", invariant, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', invariant);
    }

    [Fact]
    public void Names_say_what_is_unusual()
    {
        Normalizer[] usual = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch];
        Assert.Equal("Ssn_C16_S256_InstanceLayerBatch", KernelCompiler.Plan(16, 256, usual).ClassName);
        Assert.Equal("Ssn_C16_S256_InstanceLayerBatch_Relu", KernelCompiler.Plan(16, 256, usual, activation: Activations.Relu).ClassName);
        Assert.Equal("Ssn_C16_S256_InstanceLayerBatch_Add", KernelCompiler.Plan(16, 256, usual, residual: true).ClassName);
        Assert.Equal(
            "Ssn_C16_S256_Group8_Epsilon1Em06_Bessel_AddLeakyRelu0p2",
            KernelCompiler.Plan(16, 256, [Normalizer.Group], 8, Activations.LeakyRelu, true, 1e-6f, true, 0.2f).ClassName);
    }
}
