using System.Globalization;

namespace HelpdeskBridge.LoadTests.Alternatives;

/// <summary>Node-RED: stores a text with its SQLite node, answers, and sends the stored texts through its rate limit.</summary>
internal static class NodeRed
{
    public static readonly Alternative Alternative = new("node-red", "Node-RED", "flow.json", "", CanKeepBudget: true, BeginAsync);

    private static Task<NodeProcess> BeginAsync(AlternativeSetup setup, CancellationToken cancellationToken) => Task.FromResult(NodeProcess.Begin(
        [
            setup.Installation.GetPath("node_modules/node-red/red.js"),
            "--userDir",
            LinkPackages(setup),
            "--port",
            setup.Port.ToString(CultureInfo.InvariantCulture),
            "-D",
            "uiHost=127.0.0.1",
            setup.Flow,
        ],
        new() { ["NODE_ENV"] = "production" }));

    /// <summary>It looks for further nodes in its user's folder, so the installed ones are linked there.</summary>
    private static string LinkPackages(AlternativeSetup setup)
    {
        Directory.CreateSymbolicLink(Path.Combine(setup.Folder, "node_modules"), setup.Installation.GetPath("node_modules"));
        File.Copy(setup.Installation.GetPath("package.json"), Path.Combine(setup.Folder, "package.json"));
        return setup.Folder;
    }
}
