using System.Security.Cryptography;
using System.Text;
using System.Web;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Attachments;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// The pictures, other media and links in the HTML of a comment. Those of the account are files; the comment's list of attachments may lack some of
/// them. For the others their address or their alternative text stands in the text, so that the client learns that there is something.
/// </summary>
internal sealed class EmbeddedPictures(Uri account, ZendeskComment comment)
{
    private readonly HashSet<string> _listed =
        [.. (comment.Attachments ?? []).Select(file => AttachmentAddress.GetToken(file.ContentUrl)).OfType<string>()];

    private readonly List<AttachedFile> _unlisted = [];

    /// <summary>Files of the account that are in the HTML and not in the comment's list of attachments.</summary>
    public IReadOnlyList<AttachedFile> Unlisted => _unlisted;

    /// <returns>What stands in the text for it. Empty: it is sent as a file, or there is nothing to see.</returns>
    public string Describe(EmbeddedMedia media)
    {
        var address = GetAddress(media.Address);
        if (IsFile(address, media.Alt))
            return "";

        if (address is null || media.IsInLink)
            return media.Alt;
        if (media.IsInvisible)
            return "";
        return media.Alt.Length > 0 ? $"{media.Alt} ({address})" : address;
    }

    /// <returns>The address to show for a link; null: it leads to a file, which is sent. Its address would give access to it.</returns>
    public string? GetLinkAddress(string address) => IsFile(address, name: "") ? null : address;

    private bool IsFile(string? address, string name)
    {
        if (address is null || AttachmentAddress.GetToken(address) is not { } token)
            return false;
        if (_listed.Add(token))
            _unlisted.Add(CreateFile(address, token, name));
        return true;
    }

    private string? GetAddress(string? address) =>
        address is ['/', not '/', ..] && WebUri.TryParse(account.GetLeftPart(UriPartial.Authority) + address, out var onAccount)
            ? onAccount.AbsoluteUri
            : LinkAddress.Parse(address);

    private static AttachedFile CreateFile(string address, string token, string alt)
    {
        // The token gives access to the file, so it is not used as an id.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..16];
        var name = HttpUtility.ParseQueryString(new Uri(address).Query)["name"];
        return new AttachedFile(id, address, string.IsNullOrWhiteSpace(name) ? alt : name, ContentType: null, Size: null);
    }
}
