namespace SsnGen.Networks;

/// <summary>The memory of a collapsed network on the processor, laid out when it was compiled.</summary>
/// <param name="WorkingBytes">Bytes of working memory per concurrent run on one thread: the values of one sample between its layers, and scratch.</param>
/// <param name="PackedBytes">Bytes of packed parameters, which all runs share: folded, transformed and padded to whole blocks of 16 channels.</param>
public sealed record PlannedMemory(long WorkingBytes, long PackedBytes);
