namespace HelpdeskBridge.Helpdesks;

/// <summary>Tests an account and everything in it that the bridge relies on. Only the command <c>doctor</c> uses it.</summary>
internal interface IHelpdeskDiagnostics
{
    /// <summary>Tests the account by reading only.</summary>
    Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Opens a ticket that is marked as a test, writes a note, waits for the webhook, and solves the ticket.</summary>
    /// <param name="waitForWebhook">Whether to wait for the webhook. Without a running service it can't arrive.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    Task<IReadOnlyList<Finding>> SelfTestAsync(bool waitForWebhook, CancellationToken cancellationToken);
}

/// <summary>How a test ended.</summary>
internal enum FindingStatus
{
    /// <summary>Everything is as it should be.</summary>
    Ok,

    /// <summary>It works, but somebody should look.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Fail,

    /// <summary>It was not tested.</summary>
    Skipped,
}

/// <summary>Which side has to be corrected, or was tested.</summary>
internal enum FindingSide
{
    /// <summary>The settings of the bridge.</summary>
    Settings,

    /// <summary>The store and its disk.</summary>
    Store,

    /// <summary>Names, certificates, proxies and connections.</summary>
    Network,

    /// <summary>The helpdesk's configuration.</summary>
    Helpdesk,

    /// <summary>JAICP's configuration.</summary>
    Jaicp,

    /// <summary>The machine and the process of the bridge.</summary>
    Bridge,
}

/// <summary>The result of one test.</summary>
/// <param name="Id">The test, such as <c>helpdesk.webhook</c>. It never changes.</param>
/// <param name="Subject">What was tested, such as the name of a helpdesk or of a channel.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Side">Which side has to be corrected.</param>
/// <param name="What">What was found. It contains no secret.</param>
/// <param name="Fix">What to do: a setting or a click; empty where there is nothing to do.</param>
internal sealed record Finding(string Id, string Subject, FindingStatus Status, FindingSide Side, string What, string Fix = "");
