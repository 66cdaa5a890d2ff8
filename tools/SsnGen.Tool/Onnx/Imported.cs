using SsnGen.Tool.Drafts;
using SsnGen.Tool.Onnx.Functions;

namespace SsnGen.Tool.Onnx;

/// <summary>What a name of a model stands for.</summary>
internal abstract class Imported;

/// <summary>A constant.</summary>
internal sealed class ImportedConstant(OnnxTensor tensor) : Imported
{
    public OnnxTensor Tensor => tensor;
}

/// <summary>A value of the network, in dimensions that the model gives it: those of its shape, or others of as many values in the same order.</summary>
internal sealed class ImportedValue(DraftValue value, params int[] dims) : Imported
{
    public DraftValue Value => value;

    /// <summary>Its dimensions behind that of the batch.</summary>
    public int[] Dims => dims;

    /// <summary>Whether its dimensions are channels and sides, or channels alone.</summary>
    public bool IsNatural => dims.Length > 0 && dims[0] == value.Shape.Channels
        && (dims.AsSpan(1).SequenceEqual(value.Shape.Sides.ToArray()) || (value.Shape.SlabSize == 1 && dims.Skip(1).All(static d => d == 1)));

    /// <summary>Whether it is a vector, [N, features].</summary>
    public bool IsFlat => dims.Length == 1;

    /// <summary>All dimensions in words.</summary>
    public string Words => $"[N, {string.Join(", ", dims)}]";

    /// <summary>Another value of as many sides, which has channels of its own.</summary>
    public ImportedValue WithChannels(DraftValue other) => new(other, [other.Shape.Channels, .. dims[1..]]);

    /// <summary>Whether it is another name for the same values in the same dimensions.</summary>
    public bool IsSame(ImportedValue other) => value == other.Value && dims.AsSpan().SequenceEqual(other.Dims);
}

/// <summary>A function of each single value of another, which is no layer yet: what looks at all of it says which activation it is.</summary>
internal sealed class ImportedFunction(ImportedValue of, Term term) : Imported
{
    public ImportedValue Of => of;

    public Term Term => term;
}

/// <summary>A value with zeros, or whatever never wins, around it, which is for the window behind it to take in.</summary>
internal sealed class ImportedPadding(ImportedValue of, int[] before, int[] after, double padded) : Imported
{
    public ImportedValue Of => of;

    public int[] Before => before;

    public int[] After => after;

    /// <summary>What lies around it.</summary>
    public double Padded => padded;
}

/// <summary>What cannot be known, as something before it could not be read, which is reported there.</summary>
internal sealed class ImportedUnknown : Imported;
