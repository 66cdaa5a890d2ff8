using System.Numerics;
using System.Runtime.Intrinsics;
using SsnGen.Generator.Tests.Inference;
using SsnGen.Generator.Tests.Kernels;

namespace SsnGen.Generator.Tests;

/// <summary>
/// What a child process of <see cref="InstructionSetTests"/> runs: emitted networks and kernels against their references,
/// on the instruction set that its environment leaves.
/// Tests themselves are run by the test host, not from here.
/// </summary>
internal static class Program
{
    private static int Main()
    {
        var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        Console.WriteLine($"tiles of {width} bits, Vector<float> of {Vector<float>.Count}");

        // Asked for the widest vectors, emitted code takes the widest that there are.
        var networks = new CollapsedNetworkTests();
        networks.Random_networks_agree_with_the_reference_at_every_vector_width(512);
        new NumericTests().Random_cases_hold_the_contract();
        if (width > 0)
        {
            // Without vectors the code is that of the narrowest, computed by software: its tiles need no second proof.
            networks.Grouped_convolutions_agree_with_the_reference(512);
            networks.Every_kind_of_tile_agrees_with_the_reference();
            new WinogradTests().Tiles_agree_with_the_reference_for_every_end_of_row_and_column(512);
        }

        Console.WriteLine("all agree");
        return 0;
    }
}
