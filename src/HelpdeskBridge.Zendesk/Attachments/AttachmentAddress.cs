using System.Text.RegularExpressions;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Zendesk.Attachments;

/// <summary>The address of an attachment. The token in it identifies the file on each host of the account, and gives access to it.</summary>
internal static partial class AttachmentAddress
{
    /// <returns>The token; null: it is not the address of an attachment.</returns>
    public static string? GetToken(string? address) => WebUri.TryParse(address, out var uri) ? GetToken(uri) : null;

    /// <inheritdoc cref="GetToken(string?)"/>
    public static string? GetToken(Uri address) =>
        address.Scheme is "https" or "http" && Path().Match(address.AbsolutePath) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Only plain characters: an escaped path could lead elsewhere on the account's host.</summary>
    [GeneratedRegex("^/attachments/token/([A-Za-z0-9_-]+)/?$", RegexOptions.IgnoreCase)]
    private static partial Regex Path();
}
