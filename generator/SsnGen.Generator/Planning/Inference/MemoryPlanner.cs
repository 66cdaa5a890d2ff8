namespace SsnGen.Generator.Planning.Inference;

/// <summary>Something that needs a place in the arena, from the step that writes it to the last one that reads it.</summary>
internal readonly record struct MemoryRequest(long Length, int First, int Last);

/// <summary>Places tensors in one arena so that those that are alive at the same time do not overlap.</summary>
internal static class MemoryPlanner
{
    /// <summary>
    /// Greedy by size: the largest first, each at the lowest place that is free throughout its life.
    /// </summary>
    /// <param name="requests">Lengths in floats, multiples of 16.</param>
    /// <returns>The offset of each request, and the length of the arena.</returns>
    public static (long[] Offsets, long Length) Place(IReadOnlyList<MemoryRequest> requests)
    {
        var offsets = new long[requests.Count];
        var placed = new List<int>();
        var length = 0L;
        foreach (var index in Enumerable.Range(0, requests.Count).OrderByDescending(i => requests[i].Length).ThenBy(static i => i))
        {
            var request = requests[index];
            var offset = 0L;
            foreach (var other in placed.Where(o => Overlaps(requests[o], request)).OrderBy(o => offsets[o]))
            {
                if (offset + request.Length <= offsets[other])
                {
                    break;
                }

                offset = Math.Max(offset, offsets[other] + requests[other].Length);
            }

            offsets[index] = offset;
            placed.Add(index);
            length = Math.Max(length, offset + request.Length);
        }

        return (offsets, length);
    }

    private static bool Overlaps(MemoryRequest a, MemoryRequest b) => a.First <= b.Last && b.First <= a.Last;
}
