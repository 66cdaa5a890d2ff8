using SsnGen.Inference;

namespace SsnGen.Tests.Inference;

/// <summary>What the library says to code that was emitted for another.</summary>
public class ContractTests
{
    [Fact]
    public void Code_of_its_own_contract_is_served()
    {
        Contract.Require(Contract.Number);
        Assert.Equal("made", Contract.Require(Contract.Number, static () => "made"));
    }

    [Fact]
    public void Newer_code_asks_for_the_library_that_it_was_compiled_with() => Assert.Equal(
        $"The network was compiled for contract {Contract.Number + 1} of SsnGen, but runs on SsnGen {Version}, which has contract {Contract.Number}: "
            + "the library is older than the code. Reference the version of SsnGen that the network was compiled with.",
        Assert.Throws<InvalidOperationException>(static () => Contract.Require(Contract.Number + 1)).Message);

    [Fact]
    public void Older_code_asks_to_be_compiled_again() => Assert.Equal(
        $"The network was compiled for contract {Contract.Number - 1} of SsnGen, but runs on SsnGen {Version}, which has contract {Contract.Number}: "
            + "the library is newer than the code. Compile the network again, with SsnGen and its generator in the version that it runs on.",
        Assert.Throws<InvalidOperationException>(static () => Contract.Require(Contract.Number - 1)).Message);

    [Fact]
    public void Nothing_is_made_for_other_code()
    {
        var isMade = false;
        Assert.Throws<InvalidOperationException>(() => Contract.Require(Contract.Number + 1, () => isMade = true));
        Assert.False(isMade);
    }

    private static string Version => typeof(Contract).Assembly.GetName().Version!.ToString(3);
}
