using System.Globalization;

namespace HelpdeskBridge.SimulationTests.Outside;

/// <summary>A short digest of a body for the history.</summary>
internal static class Digest
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>FNV-1a, 64 bits.</summary>
    public static string Create(byte[]? body)
    {
        var hash = Offset;
        foreach (var one in body ?? [])
            hash = unchecked((hash ^ one) * Prime);
        return string.Create(CultureInfo.InvariantCulture, $"[{body?.Length ?? 0} {hash:x}]");
    }
}
