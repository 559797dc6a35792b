using System.Buffers.Binary;
using System.Text;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>A span as it was exported.</summary>
internal sealed record ExportedSpan(string TraceId, string SpanId, string ParentId, string Name, string Status)
{
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The spans it links to, as trace id and span id with a dash between them.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Whether its status is an error.</summary>
    public bool IsError { get; init; }

    public string? Tag(string name) => Tags.GetValueOrDefault(name);
}

/// <summary>Reads exported spans (opentelemetry-proto, trace.proto). Only what tests look at is read.</summary>
internal static class OtlpSpans
{
    private const int ResourceSpans = 1, ScopeSpans = 2, Span = 2, ErrorCode = 2;

    public static IEnumerable<ExportedSpan> Read(byte[] request) =>
        Messages(request, ResourceSpans).SelectMany(resource => Messages(resource, ScopeSpans)).SelectMany(scope => Messages(scope, Span))
            .Select(ReadSpan);

    private static ExportedSpan ReadSpan(byte[] span) => new(
        Hex(Messages(span, 1)), Hex(Messages(span, 2)), Hex(Messages(span, 4)), Text(Messages(span, 5)),
        Text(Messages(span, 15).SelectMany(status => Messages(status, 2))))
    {
        Tags = Messages(span, 9).ToDictionary(tag => Text(Messages(tag, 1)), tag => Value(Messages(tag, 2).Single())),
        IsError = Messages(span, 15).SelectMany(status => Fields(status)).Any(field => field is { Number: 3, Varint: ErrorCode }),
        Links = [.. Messages(span, 13).Select(link => $"{Hex(Messages(link, 1))}-{Hex(Messages(link, 2))}")],
    };

    private static string Value(byte[] value) => Fields(value).Select(field => field.Number switch
    {
        1 => Encoding.UTF8.GetString(field.Bytes),
        _ => field.Varint.ToString(System.Globalization.CultureInfo.InvariantCulture),
    }).Single();

    private static string Hex(IEnumerable<byte[]> fields) => Convert.ToHexStringLower(fields.FirstOrDefault([]));

    private static string Text(IEnumerable<byte[]> fields) => Encoding.UTF8.GetString(fields.FirstOrDefault([]));

    private static IEnumerable<byte[]> Messages(byte[] message, int number) =>
        Fields(message).Where(field => field.Number == number).Select(field => field.Bytes);

    /// <summary>The fields of a protobuf message (protobuf.dev, "Encoding").</summary>
    private static List<(int Number, byte[] Bytes, ulong Varint)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, byte[], ulong)>();
        while (message.Length > 0)
        {
            var tag = ReadVarint(ref message);
            var (number, type) = ((int)(tag >> 3), (int)(tag & 7));
            if (type == 0)
            {
                fields.Add((number, [], ReadVarint(ref message)));
                continue;
            }

            var length = type switch { 1 => 8, 5 => 4, _ => (int)ReadVarint(ref message) };
            fields.Add((number, message[..length].ToArray(), type == 1 ? BinaryPrimitives.ReadUInt64LittleEndian(message) : 0));
            message = message[length..];
        }

        return fields;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[0];
            message = message[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
