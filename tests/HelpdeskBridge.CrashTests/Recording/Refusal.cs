namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A request of the bridge that the other side refused for good, although it takes such requests otherwise.</summary>
/// <param name="IsByHelpdesk">Whether the helpdesk refused it; otherwise JAICP.</param>
/// <param name="Path">Its path.</param>
/// <param name="Body">Its body.</param>
internal sealed record Refusal(bool IsByHelpdesk, string Path, string Body);
