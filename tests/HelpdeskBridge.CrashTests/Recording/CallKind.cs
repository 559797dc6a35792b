namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>The kinds of calls that a client's chat leads to.</summary>
internal enum CallKind
{
    SelectDestination,
    Text,
    File,
    CloseChat,

    /// <summary>The bot's script says how the client rates the chat.</summary>
    Rating,

    /// <summary>The bot's script sets a field of the ticket.</summary>
    Fields,
}
