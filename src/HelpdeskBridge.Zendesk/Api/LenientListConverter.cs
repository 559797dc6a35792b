using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>
/// Reads lists of objects. Elements that are null or can't be read are left out, so that one of them does not make the rest unreadable.
/// </summary>
internal sealed class LenientListConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        && typeToConvert.GetGenericArguments()[0] is { IsClass: true } element && element != typeof(string);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : LenientListConverter<T>
        where T : class
    {
        protected override T? GetReplacement(JsonElement element) => null;
    }
}

/// <summary>Reads a list of objects, of which some may be unreadable.</summary>
internal abstract class LenientListConverter<T> : JsonConverter<IReadOnlyList<T>>
    where T : class
{
    public override IReadOnlyList<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var list = JsonDocument.ParseValue(ref reader);
        if (list.RootElement.ValueKind != JsonValueKind.Array)
            return null;
        var elements = new List<T>(list.RootElement.GetArrayLength());
        foreach (var element in list.RootElement.EnumerateArray())
        {
            if ((TryRead(element, options) ?? GetReplacement(element)) is { } read)
                elements.Add(read);
        }

        return elements;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var element in value)
            JsonSerializer.Serialize(writer, element, options);
        writer.WriteEndArray();
    }

    /// <returns>What stands for an element that can't be read; null: it is left out.</returns>
    protected abstract T? GetReplacement(JsonElement element);

    private static T? TryRead(JsonElement element, JsonSerializerOptions options)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        try
        {
            return element.Deserialize<T>(options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
