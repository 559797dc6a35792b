using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Setup;

/// <summary>Writes the report of <c>setup</c> for people: a diff for each account, the settings to paste, and what to click in JAICP.</summary>
internal sealed class SetupText(TextWriter output, bool showSecrets, string? secretsFile)
{
    public void Write(SetupReport report)
    {
        foreach (var helpdesk in report.Helpdesks)
            Write(helpdesk, report);
        if (report.Mode != SetupMode.Remove)
        {
            foreach (var channel in report.Channels)
                Write(channel);
        }

        output.WriteLine(GetResult(report));
    }

    private void Write(HelpdeskReport helpdesk, SetupReport report)
    {
        output.WriteLine($"Helpdesk {helpdesk.Name}: {helpdesk.Address}");
        foreach (var change in helpdesk.Plan.Changes)
            Write(change);
        if (helpdesk.Plan.Changes.Count == 0 && helpdesk.Error is null)
            output.WriteLine(report.Mode == SetupMode.Remove ? "  nothing of this bridge is there" : "  nothing is needed");
        if (helpdesk.Error is { } error)
            output.WriteLine($"  ! {error}");
        foreach (var problem in helpdesk.Problems)
            output.WriteLine($"  ! {problem}");
        foreach (var note in helpdesk.Notes)
            output.WriteLine($"  note: {note}");
        WriteSecret(helpdesk);
        WriteTicketFields(helpdesk);
        WriteGroups(helpdesk, report.Channels);
        output.WriteLine();
    }

    private void Write(SetupChange change)
    {
        var (sign, subject) = (Signs[change.Action], change.Subject);
        var id = change.Actual?.Id is { } known ? $" ({known})" : "";
        var remark = change.Action == SetupAction.None ? ", unchanged" : "";
        output.WriteLine($"  {sign} {subject.Kind} \"{change.Actual?.Name ?? subject.Name}\"{id}{remark}");
        if (change.Action == SetupAction.Create)
        {
            foreach (var (name, value) in subject.Properties)
                output.WriteLine($"      {name}: {value}");
        }

        foreach (var difference in change.Differences)
            output.WriteLine($"      {difference.Property}: {OrNone(difference.Actual)} -> {OrNone(difference.Wanted)}");
    }

    private void WriteSecret(HelpdeskReport helpdesk)
    {
        if (helpdesk.WebhookSecret is not { } secret)
            return;
        var key = SetupOutput.GetSecretKey(helpdesk.Name);
        output.WriteLine();
        if (helpdesk.IsSecretInSettings)
            output.WriteLine($"  The settings have the webhook's signing secret ({key}).");
        else if (showSecrets)
            output.WriteLine($"  Set this, and start the service again:\n    {key} = {secret}");
        else if (secretsFile is not null)
            output.WriteLine($"  The webhook's signing secret is in {secretsFile}: set {key}, or name the file in {key[..^2]}File.");
        else
            output.WriteLine($"  Set the webhook's signing secret as {key}: --show-secrets prints it, --secrets-file PATH writes it into a file.");
    }

    private void WriteTicketFields(HelpdeskReport helpdesk)
    {
        var missing = helpdesk.TicketFieldSettings.Where(setting => !setting.IsSet).ToList();
        if (missing.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("  Set these for the channels that shall fill the ticket fields, and start the service again:");
        foreach (var setting in missing)
            output.WriteLine($"    {setting.Key} = {setting.FieldId}");
    }

    private void WriteGroups(HelpdeskReport helpdesk, IReadOnlyList<ChannelReport> channels)
    {
        if (helpdesk.Groups.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("  Groups, for Channels:{channel}:DefaultDestination and Destinations:");
        foreach (var group in helpdesk.Groups)
        {
            var users = channels.Where(channel => channel.Helpdesk == helpdesk.Name && channel.DefaultDestination == group.Id)
                .Select(channel => channel.Name).ToList();
            output.WriteLine($"    {group.Id}  {group.Name}{(users.Count > 0 ? $"  (default of {string.Join(", ", users)})" : "")}");
        }

        foreach (var channel in channels.Where(channel =>
            channel.Helpdesk == helpdesk.Name && helpdesk.Groups.All(group => group.Id != channel.DefaultDestination)))
            output.WriteLine($"  note: Channels:{channel.Name}:DefaultDestination is {channel.DefaultDestination}, which is none of these groups.");
    }

    private void Write(ChannelReport channel)
    {
        output.WriteLine($"Channel {channel.Name}, in JAICP:");
        foreach (var (index, step) in SetupOutput.GetJaicpSteps(channel, showSecrets).Index())
            output.WriteLine($"  {index + 1}. {step}");
        if (!showSecrets)
            output.WriteLine("  The key is hidden; --show-secrets prints it.");
        output.WriteLine();
    }

    private static string GetResult(SetupReport report)
    {
        var changes = report.Helpdesks.SelectMany(helpdesk => helpdesk.Plan.Changes).Count(change => change.Action != SetupAction.None);
        if (report.Helpdesks.Any(helpdesk => helpdesk.Error is not null))
            return "Failed: see the lines with !.";
        var result = (report.Mode, changes) switch
        {
            (SetupMode.Remove, 0) => "Nothing was removed.",
            (SetupMode.Remove, _) => $"{changes} removed.",
            (SetupMode.Apply, 0) => "Nothing had to be done.",
            (SetupMode.Apply, _) => $"{changes} change(s) made.",
            (_, 0) => "Nothing has to be done.",
            _ when report.Helpdesks.Any(helpdesk => helpdesk.Plan.HasDrift) =>
                $"Somebody has changed what was set up: {changes} change(s) to make. \"setup apply\" makes them.",
            _ => $"{changes} change(s) to make. \"setup apply\" makes them.",
        };
        return report.Helpdesks.Any(helpdesk => helpdesk.Problems.Count > 0) ? $"{result} Correct what the lines with ! name." : result;
    }

    private static string OrNone(string value) => value.Length == 0 ? "(none)" : value;

    private static readonly Dictionary<SetupAction, char> Signs = new()
    {
        [SetupAction.None] = '=',
        [SetupAction.Create] = '+',
        [SetupAction.Change] = '~',
        [SetupAction.Remove] = '-',
    };
}
