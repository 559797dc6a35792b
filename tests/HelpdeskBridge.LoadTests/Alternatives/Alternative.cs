using System.Text;

namespace HelpdeskBridge.LoadTests.Alternatives;

/// <summary>A tool that people use instead of the bridge, with a flow that does for a client's text what the bridge does.</summary>
/// <param name="Package">The package of the npm registry, and the folder of its files.</param>
/// <param name="Title">What the tool calls itself.</param>
/// <param name="Flow">The file with the flow.</param>
/// <param name="ApiPath">The path below which the flow takes calls, before that of the channel.</param>
/// <param name="CanKeepBudget">Whether the flow can limit the requests to the helpdesk over all texts.</param>
/// <param name="BeginAsync">From the setup to the started program.</param>
internal sealed record Alternative(
    string Package,
    string Title,
    string Flow,
    string ApiPath,
    bool CanKeepBudget,
    Func<AlternativeSetup, CancellationToken, Task<NodeProcess>> BeginAsync)
{
    /// <summary>The text whose answer shows that the flow runs.</summary>
    private const string Greeting = "Are you there?";

    public static readonly IReadOnlyList<Alternative> All = [NodeRed.Alternative, N8n.Alternative];

    /// <summary>The tool with its pinned version.</summary>
    public string Name => $"{Title} {NpmInstallation.GetVersion(Definition, Package)}";

    /// <summary>The folder of the tool's files.</summary>
    public string Definition => Path.Combine(AppContext.BaseDirectory, "Alternatives", Package);

    /// <summary>Starts the tool with its flow in a fresh folder, and waits until it takes a text.</summary>
    /// <exception cref="InvalidOperationException">It did not start; the message says why.</exception>
    public async Task<AlternativeServer> StartAsync(AlternativeTask task, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-load-");
        NodeProcess? process = null;
        try
        {
            var setup = new AlternativeSetup(task.Installation, folder.FullName, Path.Combine(folder.FullName, Flow), NodeProcess.FindPort());
            await File.WriteAllTextAsync(setup.Flow, CreateFlow(task, folder.FullName), cancellationToken);
            process = await BeginAsync(setup, cancellationToken);
            var api = new Uri($"http://127.0.0.1:{setup.Port}{ApiPath}/operator/shop/{task.Key}");
            var body = $$"""{"userId":"{{task.Ticket}}","text":"{{Greeting}}"}""";
            await process.WaitUntilAsync(
                async (http, limit) =>
                {
                    using var content = new StringContent(body, Encoding.UTF8, "application/json");
                    return await http.PostAsync(new Uri($"{api}/sendText"), content, limit);
                },
                cancellationToken);
            return new AlternativeServer(api, process, folder);
        }
        catch
        {
            if (process is not null)
                await process.DisposeAsync();
            folder.Delete(recursive: true);
            throw;
        }
    }

    private string CreateFlow(AlternativeTask task, string folder) => File.ReadAllText(Path.Combine(Definition, Flow))
        .Replace("__KEY__", task.Key, StringComparison.Ordinal)
        .Replace("__HELPDESK_URL__", task.Helpdesk.ToString(), StringComparison.Ordinal)
        .Replace("__AUTHORIZATION__", task.Authorization, StringComparison.Ordinal)
        .Replace("__STORE__", Path.Combine(folder, "texts.db"), StringComparison.Ordinal)
        .Replace("__THEN__", task.KeepsBudget ? "limit" : "comment", StringComparison.Ordinal);
}

/// <summary>What a tool is to do.</summary>
/// <param name="Installation">Its packages.</param>
/// <param name="Helpdesk">The address of the helpdesk.</param>
/// <param name="Authorization">The header with which the helpdesk is called.</param>
/// <param name="Key">The channel's key.</param>
/// <param name="Ticket">A ticket that takes a first text.</param>
/// <param name="KeepsBudget">Whether the helpdesk is called 400 times a minute at most, where the tool can do that.</param>
internal sealed record AlternativeTask(
    NpmInstallation Installation, Uri Helpdesk, string Authorization, string Key, long Ticket, bool KeepsBudget);

/// <summary>What a tool is started with.</summary>
/// <param name="Installation">Its packages.</param>
/// <param name="Folder">The folder for all that it writes.</param>
/// <param name="Flow">The file with the flow.</param>
/// <param name="Port">Where it is to listen.</param>
internal sealed record AlternativeSetup(NpmInstallation Installation, string Folder, string Flow, int Port);

/// <summary>A tool that runs.</summary>
internal sealed record AlternativeServer(Uri Api, NodeProcess Process, DirectoryInfo Folder) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Folder.Delete(recursive: true);
    }
}
