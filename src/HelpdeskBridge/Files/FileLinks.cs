using HelpdeskBridge.ClientFiles;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Files;

/// <summary>
/// The links under which agents' files are given out, <c>{PublicUrl}/files/{token}/{name}</c>. They are stateless: whoever has one may
/// fetch the file until it expires, and all that is needed to check it is in it.
/// </summary>
internal sealed class FileLinks(FileKeys keys, BridgeSettings settings)
{
    /// <summary>An address writes most letters with three to nine characters a letter, and not everybody takes long ones.</summary>
    private const int MostBytesOfName = 200;

    private readonly string _root = settings.Bridge.PublicUrl.TrimEnd('/') + "/files/";

    /// <summary>The link of a file; the same each time its message is sent.</summary>
    public async ValueTask<string> UrlOfAsync(StoredMessage message, AttachedFile file, CancellationToken cancellation)
    {
        var name = NameOf(file);
        var claim = new FileClaim(message.Id, message.AcceptedAt + settings.Bridge.FileLinkLifetime);
        var token = FileToken.Make((await keys.GetAsync(cancellation))[0], claim, name);
        return $"{_root}{token}/{Uri.EscapeDataString(name)}";
    }

    /// <summary>The file's name for the client. Never made from its address, which may hold a secret.</summary>
    public static string NameOf(AttachedFile file) => FileName.Of(file.Name, url: null, file.ContentType?.Split(';')[0], MostBytesOfName);

    /// <returns>Null: it is no link of ours, or not as we made it.</returns>
    public async ValueTask<FileClaim?> ReadAsync(string token, string name, CancellationToken cancellation) =>
        FileToken.Read(await keys.GetAsync(cancellation), token, name);
}
