namespace HelpdeskBridge.Channels;

/// <summary>
/// Section <c>Channels:{channel}:Requester</c>: names of attributes, hidden ones too, that the bot has verified. The helpdesk's own user who has such
/// a value is the ticket's requester, and is made with it when there is none.
/// </summary>
public sealed class RequesterOptions
{
    /// <summary>The attribute with the client's e-mail address.</summary>
    /// <value>None by default: the requester is a user of the bridge, one for each client.</value>
    public string? EmailFrom { get; set; }

    /// <summary>The attribute with the client's phone number, in international form such as +15551234567. Zendesk only.</summary>
    /// <value>None by default.</value>
    public string? PhoneFrom { get; set; }

    /// <summary>The attribute with the external id of the client's user; in Request Tracker, with the user's name.</summary>
    /// <value>None by default.</value>
    public string? ExternalIdFrom { get; set; }

    internal IEnumerable<string> Attributes => new[] { EmailFrom, PhoneFrom, ExternalIdFrom }.OfType<string>();
}
