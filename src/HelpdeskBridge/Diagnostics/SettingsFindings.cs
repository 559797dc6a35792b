using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Diagnostics;

/// <summary>The faults and notes of the settings, as <c>check</c> finds them.</summary>
internal static class SettingsFindings
{
    private const string FaultId = "settings.fault";
    private const string NoteId = "settings.note";

    public static IReadOnlyList<Finding> Create(CommandSettings settings)
    {
        List<Finding> findings =
        [
            .. settings.WithoutSecret.Select(helpdesk => Create(
                FaultId,
                FindingStatus.Fail,
                $"{CommandSettings.GetKey(helpdesk)}: is required: the service does not start without the webhook's signing secret.",
                $"Run \"setup apply --helpdesk {helpdesk} --show-secrets\" and set {CommandSettings.GetKey(helpdesk)} to what it prints.")),
            .. settings.Reading.Faults.Select(fault => Create(FaultId, FindingStatus.Fail, fault, $"Correct {GetKey(fault)}.")),
            .. settings.Reading.Notes.Select(note => Create(NoteId, FindingStatus.Warn, note, $"Look at {GetKey(note)}.")),
        ];
        return findings.Exists(finding => finding.Status == FindingStatus.Fail)
            ? findings
            : [.. findings, new Finding("settings", "settings", FindingStatus.Ok, FindingSide.Settings, "The settings are in order.")];
    }

    /// <summary>A settings file can't be read.</summary>
    public static Finding Create(UnreadableSettingsException unreadable) => new(
        FaultId,
        "settings file",
        FindingStatus.Fail,
        FindingSide.Settings,
        unreadable.Message,
        "Correct that line of the file, such as appsettings.json: often a comma or a quote is missing. appsettings.example.json shows the form.");

    /// <summary>The other tests need settings that are in order.</summary>
    public static Finding RestIsSkipped { get; } = new(
        "doctor", "everything else", FindingStatus.Skipped, FindingSide.Settings, "The rest is not tested until the settings are in order.");

    private static Finding Create(string id, FindingStatus status, string message, string fix) =>
        new(id, GetKey(message), status, FindingSide.Settings, message[(GetKey(message).Length + 2)..], fix);

    /// <summary>Each message begins with its key, a colon and a space.</summary>
    private static string GetKey(string message) => message[..message.IndexOf(": ", StringComparison.Ordinal)];
}
