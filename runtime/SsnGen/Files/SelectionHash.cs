using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace SsnGen.Files;

/// <summary>
/// The fingerprint of a selection. Weight files carry it, so that weights are never loaded into a network that was
/// compiled for another selection.
/// </summary>
public static class SelectionHash
{
    /// <summary>Computes the fingerprint: 32 lower-case hexadecimal digits, independent of the order of the entries.</summary>
    /// <param name="entries">Path, normalizer of the mean and normalizer of the variance of each selected layer.</param>
    /// <returns>The first 16 bytes of the SHA-256 of the sorted lines <c>path mean variance</c>.</returns>
    public static string Compute(IEnumerable<(string Path, Normalizer Mean, Normalizer Variance)> entries)
    {
        var lines = entries.Select(static e => e.Path + " " + e.Mean.ToString() + " " + e.Variance.ToString() + "\n").ToArray();
        Array.Sort(lines, StringComparer.Ordinal);
        byte[] hash;
        using (var sha = SHA256.Create())
        {
#pragma warning disable CA1850 // The generator compiles this file too, and netstandard2.0 has no HashData.
            hash = sha.ComputeHash(Encoding.UTF8.GetBytes(string.Concat(lines)));
#pragma warning restore CA1850
        }

        const string Digits = "0123456789abcdef";
        var text = new StringBuilder(32);
        for (var i = 0; i < 16; i++)
        {
            text.Append(Digits[hash[i] >> 4]).Append(Digits[hash[i] & 15]);
        }

        return text.ToString();
    }
}
