using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace HelpdeskBridge.Tests.Deployment;

/// <summary>Reads YAML as JSON.</summary>
internal static class Yaml
{
    /// <summary>The documents of a text, those that are empty left out.</summary>
    public static IReadOnlyList<JsonNode> ReadAll(string text)
    {
        var deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        return
        [
            .. text.Split("\n---").Select(part => deserializer.Deserialize<object?>(part.TrimStart('-')))
                .Where(document => document is not null)
                .Select(document => JsonSerializer.SerializeToNode(document)!),
        ];
    }

    public static JsonNode Read(string text) => ReadAll(text).ShouldHaveSingleItem();
}
