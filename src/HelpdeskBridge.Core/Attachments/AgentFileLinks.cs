using HelpdeskBridge.Conversations;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// The links to agents' files, <c>{PublicUrl}/files/{token}/{name}</c>. They need no state in the store, because the token contains everything to
/// verify them. Anybody who has a link can read the file until the link expires.
/// </summary>
internal sealed class AgentFileLinks(AgentFileKeys keys, IOptions<BridgeOptions> options)
{
    /// <summary>In an address, each byte of most letters takes three characters, and some messengers accept only short addresses.</summary>
    private const int MaxNameBytes = 200;

    private readonly string _root = options.Value.PublicUrl.TrimEnd('/') + "/files/";

    /// <summary>Creates the link to a file. Repeated attempts to send the message give the same link.</summary>
    public async ValueTask<string> CreateUrlAsync(StoredMessage message, AttachedFile file, CancellationToken cancellationToken)
    {
        var name = GetName(file);
        var claim = new AgentFileClaim(message.Id, message.AcceptedAt + options.Value.FileLinkLifetime);
        var token = AgentFileToken.Create((await keys.GetAsync(cancellationToken))[0], claim, name);
        return $"{_root}{token}/{Uri.EscapeDataString(name)}";
    }

    /// <summary>The name of a file for the client. It is never taken from the file's address, which may contain a secret.</summary>
    public static string GetName(AttachedFile file) => FileName.Create(file.Name, url: null, file.ContentType?.Split(';')[0], MaxNameBytes);

    /// <returns>What the link is for; null when the bridge did not create this link. The caller checks whether it has expired.</returns>
    public async ValueTask<AgentFileClaim?> VerifyAsync(string token, string name, CancellationToken cancellationToken) =>
        AgentFileToken.Read(await keys.GetAsync(cancellationToken), token, name);
}
