using HelpdeskBridge.CrashTests.PowerCut.Tracing;
using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests.PowerCut.Checks;

/// <summary>The calls of a client, as they were when the power was cut.</summary>
internal static class KeptCalls
{
    /// <summary>
    /// A call whose answer had not come may have been accepted or not. One that had not begun does not count: what it would have sent must be
    /// nowhere.
    /// </summary>
    public static IReadOnlyList<ClientCall> At(ChatParticipants chat, TracePoint point) =>
    [
        .. chat.Calls.Where(call => call.StartedAt <= point.At)
            .Select(call => call.EndedAt <= point.At ? call : call with { EndedAt = DateTimeOffset.MaxValue, Status = null }),
    ];
}
