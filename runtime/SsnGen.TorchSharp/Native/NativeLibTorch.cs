using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace SsnGen.TorchSharp;

/// <summary>
/// Loads libtorch, also where the C++ runtime is older than the one that TorchSharp's native library was built with.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 as shipped does not load on Debian 12 and Ubuntu 22.04: its library requires the version
/// GLIBCXX_3.4.32 of libstdc++ (GCC 13) for one symbol that nothing in it refers to. Where, and only where, the ordinary
/// load fails for that reason, a private copy whose requirement is marked weak (one bit) is loaded in its place.
/// </remarks>
public static class NativeLibTorch
{
    private const string BridgeName = "LibTorchSharp";
    private const string BridgeFile = "libLibTorchSharp.so";
    private const string MissingVersion = "GLIBCXX_3.4.32";

    // What the bridge depends on, in an order in which each library finds its own dependencies loaded.
    private static readonly string[] _dependencies = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private static readonly Lock _gate = new();
    private static nint _bridge;
    private static int _registered;

    /// <summary>
    /// Makes sure that libtorch is loaded; cheap when it is. The modules of this library call it; a program calls it to
    /// learn early, and from a clear message, that libtorch is missing.
    /// </summary>
    /// <exception cref="DllNotFoundException">libtorch is missing, or does not load on this machine.</exception>
    public static void EnsureLoaded()
    {
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(Loading).TypeHandle);
        }
        catch (TypeInitializationException failure) when (failure.InnerException is DllNotFoundException missing)
        {
            throw new DllNotFoundException(missing.Message, failure);
        }
    }

    /// <summary>Has the load repaired where it needs to be; for programs whose first use of TorchSharp is not through this library. Cheap, and loads nothing.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "TorchSharp may be touched before any type of this library, and fails then.")]
    public static void Register()
    {
        if (OperatingSystem.IsLinux() && Interlocked.Exchange(ref _registered, 1) == 0 && AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly) is { } context)
        {
            // Raised only when the ordinary load has failed; unlike a DllImport resolver, it leaves room for others.
            context.ResolvingUnmanagedDll += static (_, name) => name == BridgeName ? Resolve() : 0;
        }
    }

    /// <summary>Passes a name on once libtorch is loaded: for calls of base constructors, before which no statement can stand.</summary>
    internal static string Loaded(string name)
    {
        EnsureLoaded();
        return name;
    }

    /// <summary>Where the operating system's loader and the .NET host look for native libraries of this process.</summary>
    internal static IEnumerable<string> SearchFolders()
    {
        var hosted = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return hosted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"));
    }

    // Answers 0 where there is nothing to repair, so that the ordinary failure is reported.
    private static nint Resolve()
    {
        lock (_gate)
        {
            if (_bridge == 0 && FindFile(BridgeFile) is { } path && LacksOnlyVersion(path))
            {
                _bridge = LoadRepaired(path);
            }

            return _bridge;
        }
    }

    private static string? FindFile(string name) =>
        SearchFolders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static bool LacksOnlyVersion(string path)
    {
        foreach (var name in _dependencies)
        {
            if (FindFile(name) is not { } dependency || !NativeLibrary.TryLoad(dependency, out _))
            {
                return false;
            }
        }

        try
        {
            NativeLibrary.Load(path);
            return false;
        }
        catch (DllNotFoundException failure)
        {
            return failure.Message.Contains(MissingVersion, StringComparison.Ordinal);
        }
    }

    /// <summary>Loads a copy whose requirement is weak, from a new folder that only this user can enter, and removes the copy.</summary>
    private static nint LoadRepaired(string path)
    {
        var image = File.ReadAllBytes(path);
        if (!ElfImage.WeakenRequiredVersion(image, MissingVersion))
        {
            return 0;
        }

        // The folder is new, has a random name and mode 0700: nobody else can put or swap a file here.
        var folder = Directory.CreateTempSubdirectory("ssngen-").FullName;
        try
        {
            var copy = Path.Combine(folder, BridgeFile);
            File.WriteAllBytes(copy, image);
            return NativeLibrary.Load(copy);
        }
        catch (DllNotFoundException failure)
        {
            throw new DllNotFoundException(
                $"The repaired copy of {path} does not load from {folder}. If that file system forbids execution, set TMPDIR to one that permits it. {failure.Message}",
                failure);
        }
        finally
        {
            // What is mapped stays mapped; the name is not needed again.
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Its static constructor loads libtorch once; a failure is kept and rethrown.</summary>
    private static class Loading
    {
        static Loading()
        {
            if (!NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, searchPath: null, out _))
            {
                throw new DllNotFoundException(
                    $"libtorch is not among the native libraries of this program. Reference the package {Package()} 2.10.0 from the executable (build/LibTorch.props does). Searched: {string.Join(", ", SearchFolders())}.");
            }

            torch.InitializeDeviceType(DeviceType.CPU);
        }

        private static string Package() =>
            OperatingSystem.IsWindows() ? "libtorch-cpu-win-x64" : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64" : "libtorch-cpu-linux-x64";
    }
}
