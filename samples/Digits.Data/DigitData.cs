namespace Digits.Data;

/// <summary>Images of digits to train with and others to test with.</summary>
/// <param name="Train">The images to train with.</param>
/// <param name="Test">The images to test with.</param>
/// <param name="Source">Where they come from, for people to read.</param>
public sealed record DigitData(DigitSet Train, DigitSet Test, string Source)
{
    // Any two different numbers: images of one seed never repeat in another.
    private const int TrainSeed = 1;
    private const int TestSeed = 2;

    /// <summary>Loads whatever digits a folder holds, or renders some where there is no folder.</summary>
    /// <param name="folder">
    /// A folder with the four MNIST-style files (<see cref="IdxFiles"/>) or the two files of <see cref="Optdigits"/>; null to render.
    /// </param>
    /// <param name="train">How many images to render for training; a folder gives all it has. Default 6000.</param>
    /// <param name="test">How many images to render for testing. Default 1000.</param>
    /// <returns>The images.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder has neither kind of files, or not all of them.</exception>
    /// <exception cref="InvalidDataException">A file is malformed; the message says where.</exception>
    public static DigitData Load(string? folder, int train = 6000, int test = 1000)
    {
        if (folder is null)
        {
            return new DigitData(
                RenderedDigits.Create(train, TrainSeed), RenderedDigits.Create(test, TestSeed), "rendered digits");
        }

        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException(File.Exists(folder) ? $"'{folder}' is a file; expected is the folder that holds the digits." : $"There is no folder '{folder}'.");
        if (IdxFiles.AreIn(folder))
            return IdxFiles.Load(folder);
        if (Optdigits.IsIn(folder))
            return Optdigits.Load(folder);
        throw new FileNotFoundException(
            $"'{folder}' holds no digits. Expected are {IdxFiles.TrainImages} and its three companions (each also as .gz), " +
            $"or {Optdigits.TrainFile} and {Optdigits.TestFile}.");
    }
}
