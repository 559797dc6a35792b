using System.Text.RegularExpressions;

namespace HelpdeskBridge.Text;

/// <summary>Where a link leads, as it is written beside the link's words.</summary>
internal static partial class LinkAddress
{
    private static readonly string[] LeadNowhere = ["javascript", "vbscript", "data", "cid", "blob", "file", "about"];

    /// <returns>Null where there is nothing to follow: scripts, places in the page itself, addresses without a host.</returns>
    public static string? Parse(string? href)
    {
        var address = Unprintable().Replace(href ?? "", "");
        if (address.StartsWith("//", StringComparison.Ordinal))
            address = "https:" + address;
        if (Scheme().Match(address) is not { Success: true } scheme || LeadNowhere.Contains(scheme.Groups[1].Value, StringComparer.OrdinalIgnoreCase))
            return null;
        var isMailbox = scheme.Groups[1].Value.ToLowerInvariant() is "mailto" or "tel" or "sms";
        return isMailbox ? Uri.UnescapeDataString(address[scheme.Length..].Split('?')[0]) : address;
    }

    /// <summary>Whether the words are the address itself, be it shortened: "example.com" for "https://www.example.com/".</summary>
    public static bool IsSaidBy(string words, string address)
    {
        var (said, meant) = (Core(words), Core(address));
        return said.Equals(meant, StringComparison.OrdinalIgnoreCase)
            || (said.EndsWith('…') && said.Length > 8 && meant.StartsWith(said[..^1], StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the words are the same telephone number, only written for people.</summary>
    public static bool IsNumberOf(string words, string address) =>
        Digits(address) is { Length: > 4 } digits && address.All(letter => !char.IsLetter(letter)) && Digits(words) == digits;

    private static string Core(string address) => Decoration().Replace(Uri.UnescapeDataString(address), "");

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Unprintable();

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]*):")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(?:https?://)?(?:www\.)?|^mailto:|/$", RegexOptions.IgnoreCase)]
    private static partial Regex Decoration();
}
