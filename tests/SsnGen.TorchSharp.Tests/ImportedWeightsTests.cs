using SsnGen.Testing;
using SsnGen.Tool;
using SsnGen.Tool.Weights;
using SsnGen.TorchSharp.Tests.Models;
using TorchSharp.PyBridge;

namespace SsnGen.TorchSharp.Tests;

/// <summary>What another program writes as PyTorch does, the tool imports, and a training module loads.</summary>
public sealed class ImportedWeightsTests
{
    [Fact]
    public void A_file_of_PyBridge_becomes_weights_that_a_module_loads()
    {
        using var folder = new TemporaryFolder();
        using var module = PartlyFixed.Create();
        using var other = new SmallNet.Module();
        module.save_py(folder.File("module.pth"));
        using var output = new StringWriter();
        WeightsImport.Run(
            new WeightsImportOptions { File = folder.File("module.pth"), Model = $"{typeof(SmallNet).Assembly.Location}:{typeof(SmallNet).FullName}", Out = folder.File("out.safetensors") },
            output);

        other.Load(folder.File("out.safetensors"));

        PartlyFixed.AssertSame(module, other);
    }
}
