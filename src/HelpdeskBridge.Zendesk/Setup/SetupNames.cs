using HelpdeskBridge.Text;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>How the bridge recognises in an account what was made for it: by a stable name together with the address of this bridge.</summary>
/// <param name="Helpdesk">The account's name in the settings.</param>
/// <param name="Endpoint">The address of the account's webhook under the public URL.</param>
internal sealed record SetupNames(string Helpdesk, string Endpoint)
{
    private const string NameEnd = "] .";

    /// <summary>The name of the webhook and of the trigger.</summary>
    public string Name => $"Helpdesk Bridge ({Helpdesk})";

    /// <summary>The description contains the address, so that a webhook whose address somebody has changed is recognised as well.</summary>
    public string Description => $"{Marker} The command \"setup apply\" keeps it as the bridge needs it, and \"setup remove\" deletes it.";

    private string Marker => $"Made by Helpdesk Bridge for {Endpoint} .";

    private string FieldMarker => $"Made by Helpdesk Bridge for {Endpoint} , attribute [";

    private string MacroMarker => $"Made by Helpdesk Bridge for {Endpoint} , tag [";

    /// <summary>The names of an account.</summary>
    public static SetupNames Create(string helpdesk, string publicUrl) => new(helpdesk, $"{publicUrl.TrimEnd('/')}/helpdesk/{helpdesk}/webhook");

    /// <summary>Whether an address is that of the account's webhook.</summary>
    public bool IsEndpoint(string? address) =>
        WebUri.TryParse(address, out var uri) && WebUri.TryParse(Endpoint, out var ours)
        && uri.AbsoluteUri.TrimEnd('/') == ours.AbsoluteUri.TrimEnd('/');

    public bool IsMarked(string? description) => description?.Contains(Marker, StringComparison.Ordinal) == true;

    /// <summary>
    /// The description of a ticket field, which only agents see. It contains the address and the attribute, so that the field is recognised under any
    /// title: people may rename it. These come first, in case Zendesk shortens the description.
    /// </summary>
    public string DescribeTicketField(string attribute) => $"{FieldMarker}{attribute}{NameEnd} The command \"setup remove\" deletes it.";

    /// <summary>The attribute for which a ticket field was made for this bridge.</summary>
    /// <param name="description">The description of the field.</param>
    /// <returns>Null: it was not made for this bridge.</returns>
    public string? FindAttribute(string? description) => FindName(description, FieldMarker);

    /// <summary>The description of a macro. It contains the address and the tag, so that the macro is recognised under any title.</summary>
    public string DescribeMacro(string tag) => $"{MacroMarker}{tag}{NameEnd} The command \"setup remove\" deletes it.";

    /// <summary>The tag for which a macro was made for this bridge.</summary>
    /// <param name="description">The description of the macro.</param>
    /// <returns>Null: it was not made for this bridge.</returns>
    public string? FindReturnTag(string? description) => FindName(description, MacroMarker);

    private static string? FindName(string? description, string marker)
    {
        if (description?.IndexOf(marker, StringComparison.Ordinal) is not (>= 0 and var begin))
            return null;
        var start = begin + marker.Length;
        var end = description.IndexOf(NameEnd, start, StringComparison.Ordinal);
        return end > start ? description[start..end] : null;
    }
}
