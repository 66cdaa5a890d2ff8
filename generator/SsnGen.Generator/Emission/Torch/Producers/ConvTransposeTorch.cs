namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>A transposed convolution.</summary>
internal sealed class ConvTransposeTorch() : ModuleTorch("ConvTranspose2d", "_conv", "AddTransposedConvolution");
