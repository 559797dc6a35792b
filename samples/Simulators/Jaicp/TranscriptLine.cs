namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>One line of a client's chat as the client sees it.</summary>
/// <param name="At">When the line was added.</param>
/// <param name="Kind">The kind of the line.</param>
/// <param name="Text">The text, or the file's name.</param>
/// <param name="FileUrl">The address of the file, for files.</param>
/// <param name="Employee">The author, for lines from the helpdesk.</param>
public sealed record TranscriptLine(DateTimeOffset At, TranscriptKind Kind, string Text, Uri? FileUrl = null, Employee? Employee = null);

/// <summary>The kinds of lines in a chat.</summary>
public enum TranscriptKind
{
    /// <summary>The chat was handed over to an agent group.</summary>
    HandedOver,

    /// <summary>The client sent a text.</summary>
    ClientText,

    /// <summary>The client sent a file.</summary>
    ClientFile,

    /// <summary>The client closed the chat.</summary>
    ClientClosed,

    /// <summary>An agent, or the bridge on behalf of one, sent a text.</summary>
    AgentText,

    /// <summary>An agent sent a file.</summary>
    AgentFile,

    /// <summary>The helpdesk closed the chat.</summary>
    AgentClosed,
}
