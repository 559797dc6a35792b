using System.Text.Json;
using System.Text.RegularExpressions;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// The values by which the bot names the helpdesk's own user, checked and in one form. Only what can't change a search or an address is valid: no
/// quotes, spaces, wildcards or colons in an e-mail address, and only digits in a phone number.
/// </summary>
internal sealed partial record RequesterValues
{
    private const int MaxCharactersOfEmail = 120;

    private const int MaxCharactersOfExternalId = 200;

    /// <summary>In lower case: helpdesks don't tell addresses apart by letter case.</summary>
    public string? Email { get; private init; }

    /// <summary>A plus sign and digits (E.164).</summary>
    public string? Phone { get; private init; }

    /// <summary>Compared exactly.</summary>
    public string? ExternalId { get; private init; }

    /// <summary>What has a value that is not valid.</summary>
    public IReadOnlyList<RequesterKey> Invalid { get; private init; } = [];

    /// <summary>What has a value that is valid.</summary>
    public IReadOnlyList<RequesterKey> Keys => [.. Enum.GetValues<RequesterKey>().Where(key => Get(key) is not null)];

    /// <summary>Whether the bot names nobody.</summary>
    public bool IsEmpty => Keys.Count == 0 && Invalid.Count == 0;

    public string? Get(RequesterKey key) => key switch
    {
        RequesterKey.Email => Email,
        RequesterKey.Phone => Phone,
        RequesterKey.ExternalId => ExternalId,
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
    };

    /// <param name="context">What the bot says about the client.</param>
    /// <param name="names">The names of the attributes.</param>
    /// <param name="ownPrefix">
    /// What the names of the bridge's own users begin with. A bot must not name the user of another client by them.
    /// </param>
    public static RequesterValues Read(HandOverContext context, RequesterOptions names, string ownPrefix)
    {
        var invalid = new List<RequesterKey>();
        return new RequesterValues
        {
            Email = ReadOne(RequesterKey.Email, names.EmailFrom, ParseEmail),
            Phone = ReadOne(RequesterKey.Phone, names.PhoneFrom, ParsePhone),
            ExternalId = ReadOne(RequesterKey.ExternalId, names.ExternalIdFrom, text => ParseExternalId(text, ownPrefix)),
            Invalid = invalid,
        };

        string? ReadOne(RequesterKey key, string? name, Func<string, string?> parse)
        {
            if (name is null || AttributeReader.Find(context, name) is not { } value || IsBlank(value))
                return null;
            var text = value.ValueKind == JsonValueKind.String || (value.ValueKind == JsonValueKind.Number && key == RequesterKey.ExternalId)
                ? value.ToString().Trim()
                : "";
            if (parse(text) is { } parsed)
                return parsed;
            invalid.Add(key);
            return null;
        }
    }

    /// <returns>Null: it is not the address of one mailbox, or is written in a form that could mean something in a search.</returns>
    public static string? ParseEmail(string text) =>
        text.Length <= MaxCharactersOfEmail && Mailbox().IsMatch(text) ? text.ToLowerInvariant() : null;

    /// <summary>A number without a country code could be somebody else's in another country, so it is not valid.</summary>
    /// <returns>A plus sign and 8 to 15 digits; null: it is no number in international form.</returns>
    public static string? ParsePhone(string text)
    {
        if (!WrittenPhone().IsMatch(text))
            return null;
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (!text.StartsWith('+'))
            digits = digits[2..];
        return digits is { Length: >= 8 and <= 15 } && digits[0] != '0' ? "+" + digits : null;
    }

    /// <summary>The same number, however a person typed it into the helpdesk.</summary>
    public static bool IsSamePhone(string? stored, string phone) =>
        stored is not null && stored.TrimStart().StartsWith('+') && "+" + string.Concat(stored.Where(char.IsAsciiDigit)) == phone;

    private static string? ParseExternalId(string text, string ownPrefix) =>
        text.Length is > 0 and <= MaxCharactersOfExternalId && !text.Any(char.IsControl)
        && !text.StartsWith(ownPrefix, StringComparison.OrdinalIgnoreCase)
            ? text
            : null;

    private static bool IsBlank(JsonElement value) => value.ValueKind == JsonValueKind.String && TextSplitter.IsBlank(value.GetString()!);

    [GeneratedRegex(@"^[A-Za-z0-9_+&'=~-]+(\.[A-Za-z0-9_+&'=~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]\z")]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"^(\+|00)[0-9 ().\u00A0-]+\z")]
    private static partial Regex WrittenPhone();
}
