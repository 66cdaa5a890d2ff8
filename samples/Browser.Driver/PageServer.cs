using System.Net;
using System.Net.Sockets;

namespace Browser.Driver;

/// <summary>Serves a published page on a port of this machine, compressed where it was published compressed.</summary>
internal sealed class PageServer : IDisposable
{
    private readonly string _folder;
    private readonly HttpListener _listener = new();

    /// <summary>Begins to serve.</summary>
    /// <param name="folder">The folder that has the page, <c>index.html</c>.</param>
    public PageServer(string folder)
    {
        _folder = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Where the page is.</summary>
    public string Address { get; }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // The browser has gone, or the server has.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath).TrimStart('/');
        var file = Path.GetFullPath(Path.Combine(_folder, path.Length == 0 ? "index.html" : path));
        if (!file.StartsWith(_folder, StringComparison.Ordinal) || !File.Exists(file))
        {
            response.StatusCode = 404;
            return;
        }

        response.ContentType = ContentType(Path.GetExtension(file));
        var compressed = File.Exists(file + ".br");
        if (compressed)
        {
            response.AddHeader("Content-Encoding", "br");
        }

        var content = await File.ReadAllBytesAsync(compressed ? file + ".br" : file);
        response.ContentLength64 = content.Length;
        await response.OutputStream.WriteAsync(content);
    }

    private static string ContentType(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".wasm" => "application/wasm",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
