using System.Text.Json;
using System.Text.Json.Serialization;
using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>How the bridge reads and writes Zendesk's JSON. Unknown members are ignored, because new ones appear all the time.</summary>
internal static class ZendeskJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,

        // The REST API writes ids as numbers, webhook events write them as strings.
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new LenientListConverter(), new LenientStringConverter() },
    };

    public static readonly RefitSettings RefitSettings = new(new SystemTextJsonContentSerializer(Options));
}
