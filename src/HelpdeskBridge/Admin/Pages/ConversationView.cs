namespace HelpdeskBridge.Admin.Pages;

/// <summary>The page of a conversation: its facts, its timeline as a picture, and its messages.</summary>
public sealed record ConversationView(
    string Id,
    Level Level,
    string Status,
    IReadOnlyList<ConversationFact> Facts,
    TimelinePicture Picture,
    IReadOnlyList<MessageRow> Messages,
    bool HasTexts,
    string? Earlier);

/// <summary>A fact about a conversation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Link">Where it leads; null: nowhere.</param>
/// <param name="IsData">Whether it is data, which is shown as it is.</param>
public sealed record ConversationFact(string Name, string Value, string? Link = null, bool IsData = false);

/// <summary>A message: its way in steps, and what it waits for.</summary>
public sealed record MessageRow(string Id, string Kind, string Direction, bool IsToHelpdesk, Level Level, string State)
{
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The time from its acceptance to its delivery, or until now.</summary>
    public required string Delay { get; init; }

    public required IReadOnlyList<Hop> Hops { get; init; }

    /// <summary>Why it waits, and until when; null: it does not wait.</summary>
    public string? Waits { get; init; }

    /// <summary>What was written; null: it is masked, or the message has no text.</summary>
    public string? Text { get; init; }

    public bool IsDeadLetter { get; init; }
}

/// <summary>A step on a message's way.</summary>
/// <param name="At">When.</param>
/// <param name="After">How long after the step before; null for the first one.</param>
/// <param name="Name">What happened.</param>
/// <param name="Detail">The answer, or the id on the other side; null: there is none.</param>
/// <param name="Level">How good it is.</param>
public sealed record Hop(DateTimeOffset At, string? After, string Name, string? Detail, Level Level);

/// <summary>
/// The timeline as a picture: JAICP above, the helpdesk below, the bridge between them. A message is a line that goes from one side into the bridge
/// and out on the other. Long pauses are drawn shorter than they were.
/// </summary>
public sealed record TimelinePicture(int Width, int Height, int Jaicp, int BridgeTop, int BridgeBottom, int Helpdesk)
{
    public required string Summary { get; init; }

    public required IReadOnlyList<PictureTick> Ticks { get; init; }

    public required IReadOnlyList<PictureLine> Lines { get; init; }

    /// <summary>Where "now" is; null: nothing waits.</summary>
    public double? Now { get; init; }
}

/// <summary>A time on the axis.</summary>
public sealed record PictureTick(double X, string Label);

/// <summary>A message in the picture.</summary>
public sealed record PictureLine(string MessageId, string Title, bool IsToHelpdesk, Level Level)
{
    public required double Start { get; init; }

    public required double End { get; init; }

    /// <summary>The height of its line within the bridge.</summary>
    public required double Row { get; init; }

    /// <summary>Where attempts failed.</summary>
    public required IReadOnlyList<double> Failures { get; init; }

    public bool IsDelivered { get; init; }

    public bool IsWaiting { get; init; }
}
