using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Reads a message that the bridge writes: JSON, or a form with JSON and files.</summary>
internal static partial class RequestTrackerBody
{
    public static (JsonNode Json, RtStubFile[] Files) Read(Call call)
    {
        if (Boundary().Match(call.Header("Content-Type") ?? "") is not { Success: true } boundary)
            return (call.Json, []);
        JsonNode? json = null;
        var files = new List<RtStubFile>();
        foreach (var part in Encoding.Latin1.GetString(call.Bytes).Split($"--{boundary.Groups[1].Value}")[1..^1])
        {
            var end = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var (head, content) = (Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(part[..end])), Encoding.Latin1.GetBytes(part[(end + 4)..^2]));
            if (FileName().Match(head) is { Success: true } name)
                files.Add(new RtStubFile(name.Groups[1].Value, ContentType().Match(head).Groups[1].Value, content));
            else
                json = JsonNode.Parse(content);
        }

        return (json!, [.. files]);
    }

    [GeneratedRegex("boundary=\"?([^\";]+)")]
    private static partial Regex Boundary();

    [GeneratedRegex("filename=\"([^\"]*)\"")]
    private static partial Regex FileName();

    [GeneratedRegex("Content-Type: ([^\r\n]+)")]
    private static partial Regex ContentType();
}
