using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Samples.CommandLine;

namespace Browser.Driver;

/// <summary>A page of a browser, commanded by the protocol of its tools for developers.</summary>
internal sealed class DevTools : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly SemaphoreSlim _sending = new(1);
    private string? _session;
    private int _last;

    private DevTools()
    {
    }

    /// <summary>What the page tells of itself: the method and its parameters.</summary>
    public event Action<string, JsonElement>? Told;

    /// <summary>Opens an empty page.</summary>
    /// <param name="tools">Where the browser listens.</param>
    public static async Task<DevTools> OpenAsync(Uri tools)
    {
        var page = new DevTools();
        await page._socket.ConnectAsync(tools, CancellationToken.None);
        _ = Task.Run(page.ListenAsync);
        var target = await page.AskAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        var attached = await page.AskAsync("Target.attachToTarget", new() { ["targetId"] = target.GetProperty("targetId").GetString(), ["flatten"] = true });
        page._session = attached.GetProperty("sessionId").GetString();
        return page;
    }

    /// <summary>Sends a command.</summary>
    /// <param name="method">Its name, such as <c>Page.navigate</c>.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>Its result.</returns>
    public async Task<JsonElement> AskAsync(string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        try
        {
            return await answer.Task.WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            throw new UserErrorException($"The browser did not answer {method} within {_patience.TotalSeconds:F0} s.");
        }
    }

    /// <summary>Evaluates JavaScript on the page.</summary>
    /// <param name="expression">The expression; a promise is awaited.</param>
    /// <returns>Its value.</returns>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer.TryGetProperty("exceptionDetails", out var exception)
            ? throw new UserErrorException($"On the page, {expression} failed: {exception}")
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Take(JsonDocument.Parse(message.ToArray()).RootElement);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The browser has ended; whoever waits for an answer is told below.
        }

        foreach (var waiting in _asked.Values)
        {
            waiting.TrySetException(new UserErrorException("The browser has ended."));
        }
    }

    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id))
        {
            Told?.Invoke(message.GetProperty("method").GetString()!, message.GetProperty("params"));
        }
        else if (_asked.TryRemove(id.GetInt32(), out var answer))
        {
            if (message.TryGetProperty("error", out var error))
            {
                answer.SetException(new UserErrorException("The browser refuses: " + error));
            }
            else
            {
                answer.SetResult(message.GetProperty("result"));
            }
        }
    }
}
