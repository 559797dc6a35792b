namespace HelpdeskBridge.Admin.Pages;

/// <summary>How good something is. It is shown as a sign and a colour beside the words, never by the colour alone.</summary>
public enum Level
{
    /// <summary>Nothing to say.</summary>
    Quiet,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Something waits.</summary>
    Waiting,

    /// <summary>Somebody should look at it, but everything arrives.</summary>
    Warning,

    /// <summary>Somebody should look at it.</summary>
    Alarm,
}
