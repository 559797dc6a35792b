using System.Text.RegularExpressions;

namespace HelpdeskBridge.Text;

/// <summary>The address of a link, as plain text shows it after the text of the link.</summary>
internal static partial class LinkAddress
{
    private static readonly string[] IgnoredSchemes = ["javascript", "vbscript", "data", "cid", "blob", "file", "about"];

    /// <returns>The address; null when the link can't be followed: a script, a position in the page, an address without a scheme.</returns>
    public static string? Parse(string? href)
    {
        var address = Unprintable().Replace(href ?? "", "");
        if (address.StartsWith("//", StringComparison.Ordinal))
            address = "https:" + address;
        if (Scheme().Match(address) is not { Success: true } scheme
            || IgnoredSchemes.Contains(scheme.Groups[1].Value, StringComparer.OrdinalIgnoreCase))
            return null;
        var isMailbox = scheme.Groups[1].Value.ToLowerInvariant() is "mailto" or "tel" or "sms";
        return isMailbox ? Invisible().Replace(Uri.UnescapeDataString(address[scheme.Length..].Split('?')[0]), "") : address;
    }

    /// <summary>Whether the text of a link is its address, perhaps shortened, such as "example.com" for "https://www.example.com/".</summary>
    public static bool IsSameAddress(string text, string address)
    {
        var (shown, target) = (RemoveDecoration(text), RemoveDecoration(address));
        return shown.Equals(target, StringComparison.OrdinalIgnoreCase)
            || (shown.EndsWith('…') && shown.Length > 8 && target.StartsWith(shown[..^1], StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the text of a link is the same telephone number as its address, in another notation.</summary>
    public static bool IsSamePhoneNumber(string text, string address) =>
        GetDigits(address) is { Length: > 4 } digits && address.All(letter => !char.IsLetter(letter)) && GetDigits(text) == digits;

    private static string RemoveDecoration(string address) => Decoration().Replace(Uri.UnescapeDataString(address), "");

    private static string GetDigits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>Not all of \p{C}: that has the halves of surrogate pairs, of which emoji and rare letters consist.</summary>
    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}]+")]
    private static partial Regex Unprintable();

    /// <summary>What an address may hide in escapes. Spaces may stay: telephone numbers have some.</summary>
    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+")]
    private static partial Regex Invisible();

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]*):")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(?:https?://)?(?:www\.)?|^mailto:|/$", RegexOptions.IgnoreCase)]
    private static partial Regex Decoration();
}
