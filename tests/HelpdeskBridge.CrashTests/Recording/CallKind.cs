namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>The kinds of calls that a client's chat leads to.</summary>
internal enum CallKind
{
    SelectDestination,
    Text,
    File,
    CloseChat,
}
