using System.Reflection;
using System.Runtime.Loader;

namespace SsnGen.Tool.Models;

/// <summary>Where the assembly of a model is loaded: with the assemblies beside it, but with the tool's own SsnGen, which reads the model.</summary>
/// <param name="path">The path of the assembly.</param>
internal sealed class ModelContext(string path) : AssemblyLoadContext("model")
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // By name, whatever version it asks for: Contract.Require refuses one that does not fit, and says so.
        if (assemblyName.Name == typeof(Layer).Assembly.GetName().Name)
        {
            return typeof(Layer).Assembly;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
