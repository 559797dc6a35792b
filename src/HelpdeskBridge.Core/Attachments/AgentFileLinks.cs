using HelpdeskBridge.Conversations;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// The links under which agents' files are given out, <c>{PublicUrl}/files/{token}/{name}</c>. They are stateless: whoever has one may
/// fetch the file until it expires, and all that is needed to check it is in it.
/// </summary>
internal sealed class AgentFileLinks(AgentFileKeys keys, IOptions<BridgeOptions> options)
{
    /// <summary>An address writes most letters with three to nine characters a letter, and not everybody takes long ones.</summary>
    private const int MaxBytesOfName = 200;

    private readonly string _root = options.Value.PublicUrl.TrimEnd('/') + "/files/";

    /// <summary>The link of a file; the same each time its message is sent.</summary>
    public async ValueTask<string> CreateUrlAsync(StoredMessage message, AttachedFile file, CancellationToken cancellationToken)
    {
        var name = GetName(file);
        var claim = new AgentFileClaim(message.Id, message.AcceptedAt + options.Value.FileLinkLifetime);
        var token = AgentFileToken.Make((await keys.GetAsync(cancellationToken))[0], claim, name);
        return $"{_root}{token}/{Uri.EscapeDataString(name)}";
    }

    /// <summary>The file's name for the client. Never made from its address, which may hold a secret.</summary>
    public static string GetName(AttachedFile file) => FileName.Create(file.Name, url: null, file.ContentType?.Split(';')[0], MaxBytesOfName);

    /// <returns>Null: it is no link of ours, or not as we made it.</returns>
    public async ValueTask<AgentFileClaim?> ReadAsync(string token, string name, CancellationToken cancellationToken) =>
        AgentFileToken.Read(await keys.GetAsync(cancellationToken), token, name);
}
