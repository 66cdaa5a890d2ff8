using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SsnGen.Generator.Definitions;

/// <summary>What a project references and allows, as far as emitted code depends on it.</summary>
/// <param name="Trains">Whether it references SsnGen.TorchSharp.</param>
/// <param name="Exports">Whether it references SsnGen.Onnx.</param>
/// <param name="RunsOnGpu">Whether it references SsnGen.Gpu.</param>
/// <param name="AllowsUnsafe">Whether its code may use pointers.</param>
/// <param name="HasPartialProperties">Whether its version of C# is 13 or later.</param>
/// <param name="Libraries">The libraries of SsnGen that it references.</param>
internal sealed record ProjectOptions(
    bool Trains, bool Exports, bool RunsOnGpu, bool AllowsUnsafe, bool HasPartialProperties, EquatableArray<LibraryContract> Libraries)
{
    // Each package is known by one of its types.
    private const string TorchMarker = "SsnGen.TorchSharp.SsnModule";
    private const string OnnxMarker = "SsnGen.Onnx.OnnxExport";
    private const string GpuMarker = "SsnGen.Gpu.GpuSsnKernel`1";

    // What the .NET SDK tells analyzers of the items SupportedPlatform, of which its SDKs for WebAssembly leave this one alone.
    private const string PlatformsProperty = "build_property._SupportedPlatformList";
    private const string BrowserPlatform = "browser";

    /// <summary>Whether it runs in browsers and nowhere else.</summary>
    public bool IsForBrowsers { get; init; }

    /// <summary>Whether emitted code can run on what the project references.</summary>
    public bool IsServed => Libraries.All(static l => l.IsServed);

    public static ProjectOptions Of(Compilation compilation) => new(
        compilation.GetTypeByMetadataName(TorchMarker) is not null,
        compilation.GetTypeByMetadataName(OnnxMarker) is not null,
        compilation.GetTypeByMetadataName(GpuMarker) is not null,
        compilation.Options is CSharpCompilationOptions { AllowUnsafe: true },
        KnowsPartialProperties(compilation),
        LibraryContract.Of(compilation, TorchMarker, OnnxMarker, GpuMarker));

    /// <summary>Whether a build is for browsers and for nothing else.</summary>
    /// <param name="build">What the build lets be known of itself.</param>
    public static bool IsBuiltForBrowsers(AnalyzerConfigOptions build) => build.TryGetValue(PlatformsProperty, out var platforms) && platforms == BrowserPlatform;

    /// <summary>Whether the version of C# is 13 or later.</summary>
    public static bool KnowsPartialProperties(Compilation compilation) => compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp13 };
}
