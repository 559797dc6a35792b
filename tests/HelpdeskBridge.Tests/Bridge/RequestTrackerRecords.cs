using System.Text;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>A user of the played Request Tracker.</summary>
internal sealed record RtStubUser(long Id, string Name, string RealName, bool Privileged)
{
    public string Email { get; init; } = "";

    public bool IsDisabled { get; init; }
}

/// <summary>A ticket. A merged one has the number of its target in <see cref="EffectiveId"/>.</summary>
internal sealed record RtStubTicket(long Id, string Queue, string Subject, string Status)
{
    public long EffectiveId { get; init; } = Id;

    public string Owner { get; init; } = "Nobody";

    public string? Requestor { get; init; }

    public string? RefersTo { get; init; }

    public string? Plan { get; init; }

    /// <summary>The value of another custom field.</summary>
    public string? BridgeId { get; init; }

    public string Priority { get; init; } = "0";

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A part of a message: its text or a file.</summary>
internal sealed record RtStubPart(long Id, string Type, string Name, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);
}

/// <summary>Something that happened in a ticket.</summary>
internal sealed record RtStubTransaction(long Id, string Type, string Creator, DateTimeOffset At, long TicketId)
{
    public string Field { get; init; } = "";

    public string NewValue { get; init; } = "";

    public string Data { get; init; } = "";

    public IReadOnlyList<RtStubPart> Parts { get; init; } = [];

    /// <summary>Others don't see it before that.</summary>
    public bool IsCommitted { get; init; } = true;

    /// <summary>The words of a message; empty where it has files only.</summary>
    public string Text => Parts.FirstOrDefault(part => part.Name.Length == 0 && part.Type.StartsWith("text/", StringComparison.Ordinal))?.Text ?? "";

    public IReadOnlyList<RtStubPart> Files => [.. Parts.Where(part => part.Name.Length > 0)];
}

/// <summary>A file of a message.</summary>
internal sealed record RtStubFile(string Name, string Type, byte[] Bytes);
