using System.Text.Json;
using System.Text.Json.Serialization;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Reads strings with half a surrogate pair, which JSON allows and .NET refuses. The half becomes U+FFFD.</summary>
internal sealed class LenientStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A string was expected.");
        return reader.ReadText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
