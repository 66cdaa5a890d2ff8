extern alias runtime;

using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;

namespace SsnGen.CodeFixes.Tests.Harness;

/// <summary>What definitions are compiled against: nothing is fetched while tests run.</summary>
internal static class References
{
    public static readonly MetadataReference[] All =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(runtime::SsnGen.Layer).Assembly.Location)];
}
