namespace SsnGen.Inference;

// Compared in here: a constant that emitted code read would be that of the library it was compiled with.
public static partial class Contract
{
    /// <summary>Checks that this library serves emitted code.</summary>
    /// <param name="emitted">The number of the contract that the code was emitted for.</param>
    /// <exception cref="InvalidOperationException">It is another than this library's.</exception>
    public static void Require(int emitted)
    {
        if (emitted != Number)
        {
            throw new InvalidOperationException(
                $"The network was compiled for contract {emitted} of SsnGen, but runs on SsnGen {typeof(Contract).Assembly.GetName().Version?.ToString(3)}, which has contract {Number}: "
                + (emitted > Number
                    ? "the library is older than the code. Reference the version of SsnGen that the network was compiled with."
                    : "the library is newer than the code. Compile the network again, with SsnGen and its generator in the version that it runs on."));
        }
    }

    /// <summary>
    /// Checks that this library serves emitted code, and calls some of it. What a method uses and this library lacks is missed before the
    /// first statement of the method, as soon as it is compiled, so that a check inside would come too late.
    /// </summary>
    /// <param name="emitted">The number of the contract that the code was emitted for.</param>
    /// <param name="make">What to call then.</param>
    /// <returns>What it returns.</returns>
    /// <exception cref="InvalidOperationException">The number is another than this library's.</exception>
    public static T Require<T>(int emitted, Func<T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        Require(emitted);
        return make();
    }
}
