namespace HelpdeskBridge.Network;

/// <summary>Whom an HTTP client calls, as spans and metrics name it.</summary>
/// <param name="Kind"><c>helpdesk</c>, <c>jaicp</c>, <c>files</c> or <c>service</c>.</param>
/// <param name="Name">The name of the helpdesk account or of the channel in the settings.</param>
/// <param name="GetOperation">
/// Names what a request does, such as the template of its path. There are few such names, and they contain nothing from the address: paths contain
/// keys and tokens.
/// </param>
internal sealed record OutgoingTarget(string Kind, string Name, Func<HttpRequestMessage, string> GetOperation)
{
    /// <summary>Hosts that clients and agents name, for files.</summary>
    public static readonly OutgoingTarget Files = new("files", "", _ => "file");

    /// <summary>The service itself, which the tests of a command call.</summary>
    public static readonly OutgoingTarget Service = new("service", "", _ => "health");

    /// <summary>Whether the host is from the settings or checked against them. Others learn no trace id, and spans don't name them.</summary>
    public bool IsKnownHost => this != Files;

    public static OutgoingTarget Helpdesk(string name, Func<HttpRequestMessage, string> getOperation) => new("helpdesk", name, getOperation);

    public static OutgoingTarget Jaicp(string channel) => new("jaicp", channel, _ => "event");
}
