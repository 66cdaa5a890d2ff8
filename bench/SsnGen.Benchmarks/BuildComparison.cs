using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using SsnGen.Benchmarks.Compare;
using SsnGen.Threading;

namespace SsnGen.Benchmarks;

/// <summary>
/// The networks of this build against those of an earlier one, both in one process and in turns: what the machine does meanwhile falls on
/// both alike, so that a few percent show, which two runs one after the other never tell apart.
/// </summary>
internal static class BuildComparison
{
    private static readonly (string Network, int Batch)[] _cases =
    [
        ("ResNet-50 batch", 1), ("ResNet-50 mixed", 1), ("ResNet-50 batch", 4), ("ResNet-20 batch", 1), ("ResNet-20 mixed", 1), ("ResNet-20 batch", 8), ("ResNet-20 mixed", 8),
    ];

    /// <summary>Prints a row for each network and number of threads.</summary>
    /// <param name="folder">The output folder of this project in the other build, such as <c>../old/bench/SsnGen.Benchmarks/bin/Release/net10.0</c>.</param>
    /// <param name="rounds">How often each is timed.</param>
    public static void Print(string folder, int rounds)
    {
        var other = new OtherBuild(Path.GetFullPath(folder));
        Console.WriteLine("network,batch,threads,ours_ms,other_ms,ratio");
        foreach (var threads in new[] { 1, 2 })
        {
            using var team = new ThreadTeam(threads);
            foreach (var (name, batch) in _cases)
            {
                var network = NetworkUnderTest.Create(name, batch);
                using var othersTeam = other.CreateTeam(threads);
                var (ours, theirs, ratio) = Time(rounds, () => network.Run(team), other.Create(name, batch, othersTeam));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name},{batch},{threads},{ours:F4},{theirs:F4},{ratio:F3}"));
            }
        }
    }

    // The median of ratios, and not the ratio of medians: a slow moment of the machine lasts for longer than both.
    private static (double Ours, double Theirs, double Ratio) Time(int rounds, Action ours, Action theirs)
    {
        var times = new double[2][] { new double[rounds], new double[rounds] };
        Milliseconds(ours, 3);
        Milliseconds(theirs, 3);
        var repeats = Math.Max(1, (int)(20 / Milliseconds(ours, 2)));
        for (var round = 0; round < rounds; round++)
        {
            var first = round % 2;
            times[first][round] = Milliseconds(first == 0 ? ours : theirs, repeats);
            times[1 - first][round] = Milliseconds(first == 0 ? theirs : ours, repeats);
        }

        var ratios = times[0].Zip(times[1], static (a, b) => a / b).ToArray();
        return (Interleaved.Median(times[0]), Interleaved.Median(times[1]), Interleaved.Median(ratios));
    }

    private static double Milliseconds(Action action, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / repeats;
    }

    /// <summary>Another build of this program, with the libraries beside it; its types are not this one's.</summary>
    private sealed class OtherBuild(string folder) : AssemblyLoadContext("other build")
    {
        private readonly AssemblyDependencyResolver _resolver = new(Path.Combine(folder, Program));

        private Type Networks => LoadFromAssemblyPath(Path.Combine(folder, Program)).GetType(typeof(NetworkUnderTest).FullName!, throwOnError: true)!;

        private MethodInfo Run => Networks.GetMethod(nameof(NetworkUnderTest.Run))!;

        private static string Program => typeof(BuildComparison).Assembly.GetName().Name + ".dll";

        /// <summary>A team of its threads.</summary>
        public IDisposable CreateTeam(int threads)
        {
            var type = Run.GetParameters()[0].ParameterType.Assembly.GetType(typeof(ThreadTeam).FullName!, throwOnError: true)!;
            return (IDisposable)Activator.CreateInstance(type, BindingFlags.CreateInstance | BindingFlags.OptionalParamBinding, null, [threads], CultureInfo.InvariantCulture)!;
        }

        /// <summary>What runs one batch of one of its networks.</summary>
        public Action Create(string name, int batch, IDisposable team)
        {
            var network = Networks.GetMethod(nameof(NetworkUnderTest.Create))!.Invoke(null, [name, batch])!;
            var bind = typeof(OtherBuild).GetMethod(nameof(Bind), BindingFlags.Static | BindingFlags.NonPublic)!;
            return (Action)bind.MakeGenericMethod(Run.GetParameters()[0].ParameterType).Invoke(null, [Run, network, team])!;
        }

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

        private static Action Bind<T>(MethodInfo run, object network, T team)
        {
            var bound = run.CreateDelegate<Action<T>>(network);
            return () => bound(team);
        }
    }
}
