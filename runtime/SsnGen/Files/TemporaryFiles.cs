using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SsnGen.Files;

/// <summary>
/// The temporary files of <see cref="AtomicFile"/>: <c>.ssngen-MACHINE-PROCESS-START-RANDOM.tmp</c>, short enough for every
/// folder. A file is abandoned if nothing holds its lock and its process is gone; of a process on another machine, which
/// cannot be asked, if a day has passed.
/// </summary>
internal static class TemporaryFiles
{
    private const string Prefix = ".ssngen-";
    private const string Suffix = ".tmp";
    private const int Parts = 4;
    private static readonly TimeSpan LongestForeign = TimeSpan.FromDays(1);

    private static readonly string Machine = MachineText();
    private static readonly string OwnStart = Start(Environment.ProcessId) ?? "0";

    /// <summary>A name that is free, and tells whose it is.</summary>
    public static string NewName() => Name(Machine, Environment.ProcessId, OwnStart);

    /// <summary>A name of some process's.</summary>
    internal static string Name(string machine, int process, string start) => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{machine}-{process}-{start}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}{Suffix}");

    /// <summary>Deletes the temporary files that killed processes left in a folder. What cannot be deleted stays.</summary>
    public static void DeleteAbandoned(string folder)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
            {
                if (IsAbandoned(file))
                {
                    TryDelete(file);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whatever is wrong with the folder, writing to it will say.
        }
    }

    /// <summary>Deletes a file, if that is possible.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static bool IsAbandoned(string file)
    {
        var name = Path.GetFileName(file);
        var parts = name[Prefix.Length..^Suffix.Length].Split('-');
        if (parts.Length != Parts || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            return false;
        }

        var isGone = parts[0] == Machine
            ? Start(process) != parts[2]
            : DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > LongestForeign;
        return isGone && !IsLocked(file);
    }

    private static bool IsLocked(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>When a process started, as text that another process reads the same; null where there is none.</summary>
    internal static string? Start(int process)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Field 22, in ticks since the machine started; the second field, the program's name, may hold anything.
                var fields = File.ReadAllText($"/proc/{process}/stat");
                return fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[19];
            }

            using var found = Process.GetProcessById(process);
            return found.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It is gone, or tells nothing: then the lock of the file says whether someone writes it.
            return null;
        }
    }

    // Process numbers mean something within one machine, and on Linux within one namespace of it (a container).
    private static string MachineText()
    {
        var space = "";
        try
        {
            space = OperatingSystem.IsLinux() ? File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A system that does not tell has one of them.
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName + " " + space)).AsSpan(0, 6));
    }
}
