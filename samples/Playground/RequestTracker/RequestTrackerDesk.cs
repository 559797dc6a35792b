using System.Diagnostics;
using System.Text.Json.Nodes;

namespace HelpdeskBridge.Playground;

/// <summary>A real Request Tracker from Debian's package, with a database of its own in the playground's folder and without mail.</summary>
internal sealed class RequestTrackerDesk : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly Process _script;
    private readonly JsonNode _facts;

    private RequestTrackerDesk(Process script, JsonNode facts) => (_script, _facts) = (script, facts);

    /// <summary>Its web page, and the address for the settings.</summary>
    public Uri Url => new((string)_facts["baseUrl"]!);

    /// <summary>The token of the bridge's user.</summary>
    public string Token => (string)_facts["token"]!;

    /// <summary>The queue for chats.</summary>
    public string QueueId => (string)_facts["queues"]![0]!["id"]!;

    /// <summary>The queue that gets a chat which nobody answers.</summary>
    public string SecondQueueId => (string)_facts["queues"]![1]!["id"]!;

    /// <summary>The agent as whom a visitor signs in.</summary>
    public string AgentName => (string)_facts["agents"]![0]!["name"]!;

    public string AgentPassword => (string)_facts["agents"]![0]!["password"]!;

    /// <summary>Starts it, which takes about half a minute.</summary>
    /// <exception cref="RequestTrackerException">It is not installed, or does not start. The message says what to do.</exception>
    public static async Task<RequestTrackerDesk> StartAsync(DirectoryInfo folder)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        var script = Path.Combine(AppContext.BaseDirectory, "RequestTracker", "start.sh");
        foreach (var argument in (string[])[script, "--dir", Path.Combine(folder.FullName, "rt")])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new RequestTrackerException("bash could not be started.");
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(StartTimeout) is { } line)
            return new RequestTrackerDesk(process, JsonNode.Parse(line)!);
        throw new RequestTrackerException((await errors).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _script.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _script.WaitForExitAsync();
        }

        _script.Dispose();
    }
}

/// <summary>Request Tracker does not run.</summary>
internal sealed class RequestTrackerException(string message) : Exception(message);
