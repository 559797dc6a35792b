using System.Text.Json;
using System.Text.Json.Serialization;
using HelpdeskBridge.Text;
using Refit;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>
/// How the bridge reads and writes Request Tracker's JSON. Unknown members are ignored. The case of names counts: beside <c>Type</c>, which is
/// "Correspond", stands <c>type</c>, which is "transaction", in an order that differs from answer to answer.
/// </summary>
internal static class RequestTrackerJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new TextConverter(), new ReferenceConverter() },
    };

    public static readonly RefitSettings RefitSettings = new(new SystemTextJsonContentSerializer(Options));

    /// <summary>
    /// Ids and flags are strings in lists and numbers in single records. What is neither is left out, so that one odd member costs no answer.
    /// </summary>
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    return reader.ReadText();
                case JsonTokenType.Number:
                    using (var number = JsonDocument.ParseValue(ref reader))
                        return number.RootElement.GetRawText();
                default:
                    reader.Skip();
                    return null;
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.ReadText()!;

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value);
    }

    /// <summary>A reference is an object with an id, or the id alone.</summary>
    private sealed class ReferenceConverter : JsonConverter<RtReference>
    {
        public override RtReference? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var value = JsonDocument.ParseValue(ref reader);
            var root = value.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new RtReference(
                    root.Member("id")?.TextOrNumber() ?? "", root.Member("Name")?.TextOrNumber(), root.Member("RealName")?.TextOrNumber())
                : new RtReference(root.TextOrNumber() ?? "", null, null);
        }

        public override void Write(Utf8JsonWriter writer, RtReference value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
    }
}
