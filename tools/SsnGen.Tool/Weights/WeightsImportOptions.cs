namespace SsnGen.Tool.Weights;

/// <summary>What an import of weights is asked for.</summary>
internal sealed record WeightsImportOptions
{
    /// <summary>The file with the weights.</summary>
    public required string File { get; init; }

    /// <summary>The network's class, ASSEMBLY:TYPE; null where <see cref="Shapes"/> stands for it.</summary>
    public string? Model { get; init; }

    /// <summary>Weights that the network has saved, instead of its class.</summary>
    public string? Shapes { get; init; }

    /// <summary>The map of names; null to find one.</summary>
    public string? Map { get; init; }

    /// <summary>The part of the file that the weights are; null to find it.</summary>
    public string? Part { get; init; }

    /// <summary>The file to write; null for the file's own name with the ending .safetensors.</summary>
    public string? Out { get; init; }

    /// <summary>Whether files may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public bool Json { get; init; }
}
