using System.Text.Encodings.Web;
using System.Text.Json;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Setup;

/// <summary>What both forms of the output share, and the JSON form.</summary>
internal static class SetupOutput
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string GetSecretKey(string helpdesk) => $"{HelpdeskRegistry.Section}:{helpdesk}:WebhookSecrets:0";

    /// <summary>What to click in JAICP.</summary>
    public static IReadOnlyList<string> GetJaicpSteps(ChannelReport channel, bool showSecrets) =>
    [
        "Your project, Channels, Customer engagement platforms, Connect channel, Operator API.",
        $"API URL: {channel.GetApiUrl(showSecrets)}",
        "Create. JAICP then calls setWebhook, so the service has to run. Press Save again whenever the bridge says that it has no webhook.",
        $"Add group: choose a group in Ids. If that list stays empty, set Channels:{channel.Name}:DestinationsShape=Array.",
        "In the settings of the bot's inbound channel choose the new channel as Agent, and use the reply \"switch\" in the bot.",
    ];

    /// <summary>The report as JSON. The secrets are null unless they are to be shown.</summary>
    public static string ToJson(SetupReport report, bool showSecrets, string? secretsFile) => JsonSerializer.Serialize(
        new
        {
            ok = report.IsOk,
            mode = report.Mode.ToString().ToLowerInvariant(),
            secretsFile,
            helpdesks = report.Helpdesks.Select(helpdesk => new
            {
                helpdesk = helpdesk.Name,
                error = helpdesk.Error,
                drift = helpdesk.Plan.HasDrift,
                changes = helpdesk.Plan.Changes.Select(change => new
                {
                    action = change.Action.ToString().ToLowerInvariant(),
                    kind = change.Subject.Kind,
                    name = change.Actual?.Name ?? change.Subject.Name,
                    id = change.Actual?.Id,
                    differences = change.Differences.Select(difference =>
                        new { property = difference.Property, actual = difference.Actual, wanted = difference.Wanted }),
                }),
                problems = helpdesk.Problems,
                notes = helpdesk.Notes,
                settings = GetSettings(helpdesk, showSecrets)
                    .Select(setting => new { key = setting.Key, isSet = setting.IsSet, value = setting.Value }),
                groups = helpdesk.Groups.Select(group => new { id = group.Id, name = group.Name }),
            }),
            channels = report.Channels.Select(channel => new
            {
                channel = channel.Name,
                helpdesk = channel.Helpdesk,
                apiUrl = channel.GetApiUrl(showSecrets),
                steps = GetJaicpSteps(channel, showSecrets),
            }),
        },
        Json);

    private static IEnumerable<(string Key, bool IsSet, string? Value)> GetSettings(HelpdeskReport helpdesk, bool showSecrets)
    {
        if (helpdesk.WebhookSecret is { } secret)
            yield return (GetSecretKey(helpdesk.Name), helpdesk.IsSecretInSettings, showSecrets ? secret : null);
        foreach (var field in helpdesk.TicketFieldSettings)
            yield return (field.Key, field.IsSet, field.FieldId);
    }
}
