using System.Globalization;

namespace SsnGen.Benchmarks.Generator;

/// <summary>Files as a project has them beside its models: types, attributes, generics, queries, documentation.</summary>
internal static class OrdinaryCode
{
    /// <summary>What the SDK writes where a project has implicit usings.</summary>
    public const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string Template =
        """
        using System.Diagnostics;
        using System.Text;

        namespace Shop.Part#;

        /// <summary>An article of department #.</summary>
        /// <param name="Number">Its number.</param>
        /// <param name="Title">What it is called.</param>
        /// <param name="Price">What one of it costs.</param>
        [DebuggerDisplay("{Title}")]
        public sealed record Article#(int Number, string Title, decimal Price);

        /// <summary>Where the articles of department # are kept.</summary>
        public interface IShelf#
        {
            /// <summary>All articles.</summary>
            IReadOnlyList<Article#> Articles { get; }

            /// <summary>Finds an article.</summary>
            Task<Article#?> FindAsync(int number, CancellationToken cancellation = default);
        }

        /// <summary>The orders of department #.</summary>
        public sealed class Orders#(IShelf# shelf)
        {
            private readonly Dictionary<int, int> _counts = [];

            /// <summary>Raised when an order changed.</summary>
            public event EventHandler? Changed;

            /// <summary>How many articles are ordered.</summary>
            public int Count => _counts.Values.Sum();

            /// <summary>Orders articles.</summary>
            public async Task<bool> AddAsync(int number, int count, CancellationToken cancellation = default)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
                if (await shelf.FindAsync(number, cancellation).ConfigureAwait(false) is null)
                {
                    return false;
                }

                _counts[number] = _counts.GetValueOrDefault(number) + count;
                Changed?.Invoke(this, EventArgs.Empty);
                return true;
            }

            /// <summary>What all of it costs.</summary>
            public decimal Total()
            {
                var total = 0m;
                //typed
                foreach (var article in shelf.Articles.Where(a => _counts.ContainsKey(a.Number)))
                {
                    total += article.Price * _counts[article.Number];
                }

                return total;
            }

            /// <inheritdoc/>
            public override string ToString()
            {
                var text = new StringBuilder();
                foreach (var (number, count) in _counts.OrderBy(static c => c.Key))
                {
                    text.Append(number).Append(": ").Append(count switch { 1 => "one", < 10 => "some", _ => "many" }).Append('\n');
                }

                return text.ToString();
            }

            [Obsolete("Use AddAsync.")]
            private void Add(int number) => _counts[number] = 1;
        }
        """;

    /// <summary>The path of a file.</summary>
    public static string Path(int file) => string.Create(CultureInfo.InvariantCulture, $"Shop/Orders{file}.cs");

    /// <summary>The text of a file.</summary>
    /// <param name="file">Which file.</param>
    /// <param name="typed">What was typed into one of its methods.</param>
    public static string Text(int file, string typed = "") => Template
        .Replace("#", file.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("//typed", typed, StringComparison.Ordinal);
}
