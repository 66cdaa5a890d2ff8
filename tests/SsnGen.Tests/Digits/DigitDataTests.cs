using Digits.Data;

namespace SsnGen.Tests.Digits;

public sealed class DigitDataTests
{
    [Fact]
    public void Without_a_folder_digits_are_rendered()
    {
        var digits = DigitData.Load(null, train: 30, test: 20);

        Assert.Equal((30, 20), (digits.Train.Count, digits.Test.Count));
        Assert.NotEqual(digits.Train.Images.Take(20 * DigitSet.PixelsPerImage), digits.Test.Images);
        Assert.Equal("rendered digits", digits.Source);
    }

    [Fact]
    public void Folder_without_digits_is_refused_with_what_belongs_there()
    {
        var folder = Directory.CreateTempSubdirectory("ssngen-nothing-").FullName;
        try
        {
            var failure = Assert.Throws<FileNotFoundException>(() => DigitData.Load(folder));
            Assert.Contains(folder, failure.Message, StringComparison.Ordinal);
            Assert.Contains(IdxFiles.TrainImages, failure.Message, StringComparison.Ordinal);
            Assert.Contains(Optdigits.TestFile, failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void Missing_folder_is_named()
    {
        var failure = Assert.Throws<DirectoryNotFoundException>(() => DigitData.Load("no/such/folder"));
        Assert.Contains("no/such/folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_called_one()
    {
        var file = Path.GetTempFileName();
        try
        {
            var failure = Assert.Throws<DirectoryNotFoundException>(() => DigitData.Load(file));
            Assert.Contains($"'{file}' is a file", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(255, 1)]
    [InlineData(512, 1)]
    [InlineData(256, 0)]
    public void Set_of_images_and_labels_that_do_not_belong_together_is_refused(int pixels, int labels) =>
        Assert.Throws<ArgumentException>("images", () => { _ = new DigitSet(new float[pixels], new byte[labels]); });

    [Fact]
    public void Set_with_a_label_that_is_no_digit_is_refused() =>
        Assert.Throws<ArgumentException>("labels", () => { _ = new DigitSet(new float[512], [9, 10]); });

    [Fact]
    public void Image_outside_of_the_set_is_refused()
    {
        var digits = RenderedDigits.Create(2, seed: 1);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => { digits.Image(2); });
        Assert.Throws<ArgumentOutOfRangeException>("index", () => { digits.Image(-1); });
    }
}
