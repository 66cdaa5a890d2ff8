using System.Reflection;
using SsnGen.Files;
using SsnGen.Networks;

namespace SsnGen.Tool.Models;

/// <summary>Loads models from assemblies. That runs their code: what initializes the class, and its property <c>Graph</c>.</summary>
internal static class ModelLoader
{
    /// <summary>What options say of it.</summary>
    public const string Description = "The network's class, such as bin/Digits.dll:Digits.DigitsNet. Loads the assembly and runs its code.";

    /// <summary>Loads a model.</summary>
    /// <param name="text">ASSEMBLY:TYPE.</param>
    /// <exception cref="ToolException">There is no such class, it is no model, or it is one of another version of SsnGen.</exception>
    public static NetworkModel Load(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || colon == text.Length - 1)
        {
            throw ToolException.InUsage($"'{text}' is not ASSEMBLY:TYPE, such as bin/Digits.dll:Digits.DigitsNet.");
        }

        return Loading(Path.GetFullPath(text[..colon]), path => Describe(TypeIn(path, text[(colon + 1)..])));
    }

    /// <summary>Loads all models of an assembly, by name.</summary>
    /// <param name="path">The path of the assembly.</param>
    /// <exception cref="ToolException">It has none, or one of another version of SsnGen.</exception>
    public static IReadOnlyList<NetworkModel> LoadAll(string path) => Loading(Path.GetFullPath(path), static full =>
    {
        NetworkModel[] models = [.. Networks(Open(full)).OrderBy(static t => t.FullName, StringComparer.Ordinal).Select(Describe)];
        return models.Length > 0 ? models : throw ToolException.InFile($"{full} has no network. Name the assembly whose project references SsnGen and its generator.");
    });

    private static T Loading<T>(string path, Func<string, T> load)
    {
        try
        {
            return load(path);
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or MemberAccessException)
        {
            throw ToolException.InFile($"{path} cannot be loaded: {error.Message} Name the assembly that the project of the network builds, with its dependencies beside it.");
        }
    }

    private static Assembly Open(string path)
    {
        RegularFile.OpenRead(path).Dispose();
        return new ModelContext(path).LoadFromAssemblyPath(path);
    }

    private static IEnumerable<Type> Networks(Assembly assembly) => LoadableTypes(assembly).Where(static t => GraphOf(t) is not null);

    private static Type TypeIn(string path, string name)
    {
        var assembly = Open(path);
        if (assembly.GetType(name) is { } type)
        {
            return type;
        }

        var others = Networks(assembly).Select(static t => t.FullName).Take(10).ToList();
        throw ToolException.InFile($"{path} has no class {name}; " + (others.Count == 0
            ? "it has no network at all. Name the assembly whose project references SsnGen and its generator."
            : $"its networks are {string.Join(", ", others)}."));
    }

    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            return error.Types.OfType<Type>();
        }
    }

    private static PropertyInfo? GraphOf(Type type)
    {
        if (type.ContainsGenericParameters)
        {
            return null;
        }

        var property = type.GetProperty("Graph", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
        return property is { CanRead: true } && property.PropertyType == typeof(NetworkGraph) ? property : null;
    }

    private static NetworkModel Describe(Type type)
    {
        var property = GraphOf(type)
            ?? throw ToolException.InFile($"{type.FullName} is no network: it has no static property Graph. Name a class with [SsnModel], compiled with SsnGen's generator.");
        try
        {
            var graph = property.GetValue(null) as NetworkGraph ?? throw ToolException.InFile($"{type.FullName} is no network: its property Graph is null.");
            var hash = type.GetField("SelectionHash", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } constant ? constant.GetRawConstantValue() as string : null;
            var summary = type.GetMethod("Summary", BindingFlags.Public | BindingFlags.Static, [])?.Invoke(null, []) as NetworkSummary;
            return new NetworkModel(type.FullName!, graph, hash ?? SelectionHash.Compute([])) { Summary = summary ?? graph.Summary() };
        }
        catch (TargetInvocationException error)
        {
            // Behind the initializer of the class; where contracts differ, what is thrown there says all.
            var cause = error.GetBaseException();
            var remedy = cause is InvalidOperationException ? "" : " Use the tool of the version of SsnGen that the network was compiled with.";
            throw ToolException.InFile($"{type.FullName} cannot be read with this tool's SsnGen {typeof(Layer).Assembly.GetName().Version?.ToString(3)}: {cause.Message}{remedy}");
        }
    }
}
