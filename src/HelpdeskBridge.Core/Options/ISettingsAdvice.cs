namespace HelpdeskBridge.Options;

/// <summary>Finds things that an administrator should know about the settings, although the service can start with them.</summary>
internal interface ISettingsAdvice
{
    /// <summary>The notes. Each begins with the full key.</summary>
    IEnumerable<string> GetNotes();
}
