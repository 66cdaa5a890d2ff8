using Google.Protobuf;
using SsnGen.Files;
using SsnGen.Onnx.Format;

namespace SsnGen.Tool.Onnx.Files;

/// <summary>Reads the file of an ONNX model, which nobody needs to trust.</summary>
internal static class OnnxFile
{
    // What it does not know it would keep, a message each.
    private static readonly MessageParser<ModelProto> _parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>Whether a file is called as ONNX models are: the format has no first bytes to know it by.</summary>
    /// <param name="path">The file.</param>
    public static bool IsNamed(string path) => Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a model as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsException">It is missing, no regular file, or may not be read.</exception>
    /// <exception cref="ToolException">It is no ONNX model, or larger than one can be.</exception>
    public static ModelProto Read(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        if (stream.Length > Array.MaxLength)
        {
            throw ToolException.InFile($"{path}: it has {stream.Length} bytes, and an ONNX model has at most {Array.MaxLength}: weights beyond that are external data, which is not read.");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Parse(path, bytes);
    }

    /// <summary>Reads a model from its bytes.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="ToolException">It is no ONNX model.</exception>
    public static ModelProto Parse(string name, byte[] bytes)
    {
        try
        {
            // Before anything is made of them: a message of two bytes takes a hundred in memory.
            MessageCount.Check(name, bytes);
            var model = _parser.ParseFrom(bytes);
            return model.Graph is { Node.Count: > 0 } ? model : throw ToolException.InFile($"{name}: it is no ONNX model, or one without nodes.");
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidDataException)
        {
            throw ToolException.InFile($"{name}: it is no ONNX model, or damaged: {error.Message}");
        }
    }
}
