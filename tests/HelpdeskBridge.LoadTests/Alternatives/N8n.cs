using System.Globalization;

namespace HelpdeskBridge.LoadTests.Alternatives;

/// <summary>n8n: stores an execution with the text in its own SQLite, answers, and sends the text.</summary>
internal static class N8n
{
    public static readonly Alternative Alternative = new("n8n", "n8n", "workflow.json", "/webhook", CanKeepBudget: false, BeginAsync);

    private static async Task<NodeProcess> BeginAsync(AlternativeSetup setup, CancellationToken cancellationToken)
    {
        var program = setup.Installation.GetPath("node_modules/n8n/bin/n8n");
        var environment = new Dictionary<string, string>
        {
            ["NODE_ENV"] = "production",
            ["N8N_USER_FOLDER"] = setup.Folder,
            ["N8N_PORT"] = setup.Port.ToString(CultureInfo.InvariantCulture),
            ["N8N_LISTEN_ADDRESS"] = "127.0.0.1",
            ["N8N_RUNNERS_BROKER_PORT"] = NodeProcess.FindPort().ToString(CultureInfo.InvariantCulture),

            // It calls nobody but the helpdesk.
            ["N8N_DIAGNOSTICS_ENABLED"] = "false",
            ["N8N_VERSION_NOTIFICATIONS_ENABLED"] = "false",
            ["N8N_TEMPLATES_ENABLED"] = "false",
        };
        await NodeProcess.RunAsync("node", [program, "import:workflow", $"--input={setup.Flow}"], environment, cancellationToken);
        await NodeProcess.RunAsync("node", [program, "publish:workflow", "--id=sendText"], environment, cancellationToken);
        return NodeProcess.Begin([program, "start"], environment);
    }
}
