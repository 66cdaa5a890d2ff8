namespace SsnGen.Generator.Tests.Names;

/// <summary>Names that a user may choose and that emitted code might mean something else by, as definitions spell them.</summary>
internal static class HostileNames
{
    /// <summary>Keywords: always, in some places, and of other uses of names.</summary>
    public static readonly string[] Keywords =
    [
        "@class", "@event", "@this", "@base", "@params", "@out", "@ref", "@int", "@float", "@void", "@namespace", "@typeof", "@object", "@__arglist",
        "@record", "@field", "@value", "@required", "@scoped", "@file", "@var", "@dynamic", "@nint", "@await", "@async", "@partial", "@where", "@when",
        "@yield", "@global", "@alias", "@extension", "@_",
    ];

    /// <summary>What types and namespaces are called that emitted code names.</summary>
    public static readonly string[] Types =
    [
        "Activations", "Doubles", "Float4", "Floats", "Gates", "Gradients", "GradientSums", "Grid", "Group", "Half4", "Ints", "Lanes", "Math", "Moments",
        "Parameters", "SharedMemory", "Tensor", "Threads", "Tiles", "Values", "Vector", "Vectors", "Warp", "F128", "F256", "F512", "V128", "V256",
        "V512", "DN", "FN", "VN", "vN", "vW", "ilGpu", "onGpu", "ssnGpu", "ArrayView", "GpuLanes", "GpuValues", "Vector512", "SsnKernel", "SsnModule",
        "TrainingPass", "DisposeScope", "WorkerTeam", "NetworkWeights", "MethodImpl", "Kernels0", "Layers0", "NetSteps", "NetPlanes", "NetWinograd", "NetTiles512",
    ];

    /// <summary>Namespaces that emitted code names. A class beside them must not be called so; a layer may.</summary>
    public static readonly string[] Namespaces = ["System", "SsnGen", "ILGPU", "TorchSharp", "Numerics", "Intrinsics"];

    /// <summary>What is legal, if nobody expects it: other scripts, an escape, a soft hyphen (which is not part of a name), a case alone.</summary>
    public static readonly string[] Unusual =
        ["Größe", "ß", "名前", "слой", "Ⅷ", "a\u0301", @"\u0061bc", "Con\u00ADv", "I\u0307x", "ıx", "_", "__", "_0", "net", "NET"];

    /// <summary>Members, parameters and variables of emitted code, and what becomes one by a prefix.</summary>
    public static readonly string[] Locals =
    [
        "input", "output", "team", "weights", "layers", "pass", "scope", "samples", "workspace", "network", "arena", "parameters", "scratch", "worker",
        "options", "path", "stream", "batch", "accelerator", "blas", "images", "outputs", "x", "y", "k", "n", "w", "C", "S", "K", "G", "Width", "Zero",
        "training", "raining", "ypeof", "his", "ry", "rue", "hrow", "ield", "A", "A2", "tA", "tA2", "yA", "_convA", "_normA", "_arena", "_scratch",
        "Instance", "First", "RunBatch", "RunSample", "Together", "WholeSamples", "PackInput", "UnpackOutput", "PackInputRun", "Coefficients", "Output",
        "Normalize", "Differentiate", "Convolution", "Normalization", "Accelerator", "Dispose", "RunLayers", "forward", "ForwardAll", "inputs", "outputs", "Norms", "RegisterLibTorch",
        "Average", "Merge", "Position", "get_Body_0_P", "_get_A", "Body_0_P_", "Body_0_Q", "Body_0_Q_", "get_AFirstInputBlock",
        "Ssn_C32_S64_InstanceLayerBatch_Relu", "_Ssn_C32_S64_InstanceLayerBatch_Relu", "GpuSsn_C32_S64_InstanceLayerBatch_Relu",
        "TStorage", "Ssn_C32_S64_InstanceLayerBatch_AddRelu",
    ];

    /// <summary>What a layer may be called.</summary>
    public static readonly string[] OfLayers =
        [.. Keywords, .. Types, .. Namespaces, .. Unusual, .. Locals, "record", "field", "value", "required", "scoped", "file", "var", "dynamic", "nint", "partial", "where"];

    /// <summary>What a model is called in the tests that compile many of them.</summary>
    public static readonly string[] OfModels = [.. Keywords, .. Unusual.Except(["_"]), "vN", "vW", "ilGpu", "onGpu", "ssnGpu", "Tensor", "Float4", "V512", "FN", "layers"];

    /// <summary>What a class may be called, in a namespace of its own.</summary>
    public static readonly string[] OfClasses = [.. Keywords, .. Types, .. Unusual.Except(["_"]), "input", "layers", "weights", "samples", "x", "C"];
}
