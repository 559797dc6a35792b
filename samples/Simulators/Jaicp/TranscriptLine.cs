namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>One line of a client's chat as the client sees it.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Kind">What the line is.</param>
/// <param name="Text">The text, or the file's name.</param>
/// <param name="FileUrl">Where the file is, for file lines.</param>
/// <param name="Employee">Who spoke, for lines from the helpdesk.</param>
public sealed record TranscriptLine(DateTimeOffset At, TranscriptKind Kind, string Text, Uri? FileUrl = null, Employee? Employee = null);

/// <summary>The kinds of lines in a chat.</summary>
public enum TranscriptKind
{
    /// <summary>The chat was handed over to an agent group.</summary>
    HandedOver,

    /// <summary>The client wrote.</summary>
    ClientText,

    /// <summary>The client sent a file.</summary>
    ClientFile,

    /// <summary>The client closed the chat.</summary>
    ClientClosed,

    /// <summary>An agent, or the bridge in the name of one, wrote.</summary>
    AgentText,

    /// <summary>An agent sent a file.</summary>
    AgentFile,

    /// <summary>The agent's side closed the chat.</summary>
    AgentClosed,
}
