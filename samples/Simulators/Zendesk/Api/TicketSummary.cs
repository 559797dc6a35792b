using System.Text;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Describes a change of a ticket in a few words, for the journal.</summary>
internal static class TicketSummary
{
    public static string Describe(Audit audit)
    {
        var text = new StringBuilder();
        if (audit.Before is null)
            text.Append("new ticket");
        else if (audit.Comment is { } comment)
            text.Append(comment.IsPublic ? "comment" : "internal note");
        else
            text.Append("update");
        text.Append(audit.Before is null ? $" #{audit.After.Id}" : $" on #{audit.After.Id}");
        if (audit.Comment is { Body: var body } && audit.Comment.Body.Length > 0)
            text.Append($": “{Shorten(body)}”");
        if (audit.Comment is { Files: [_, ..] files })
            text.Append($" with {string.Join(", ", files.Select(file => file.Name))}");
        if (audit.HasChanged(ticket => ticket.Status))
            text.Append($", now {audit.After.Status}");
        return text.ToString();
    }

    private static string Shorten(string body)
    {
        var line = body.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : line[..59] + "…";
    }
}
