using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.AgentFiles;

/// <summary>What a link to an agent's file leads to.</summary>
internal abstract record LinkedFile
{
    private LinkedFile()
    {
    }

    /// <summary>The bridge did not make this link.</summary>
    internal sealed record Forged : LinkedFile;

    internal sealed record Expired : LinkedFile;

    /// <summary>The link is genuine, but its message was erased or its helpdesk is not in the settings any more.</summary>
    internal sealed record Missing : LinkedFile;

    /// <param name="HelpdeskName">The helpdesk's name in the settings.</param>
    /// <param name="Helpdesk">The helpdesk that has the file.</param>
    /// <param name="File">The file.</param>
    internal sealed record Found(string HelpdeskName, IHelpdesk Helpdesk, AttachedFile File) : LinkedFile;
}

/// <summary>Finds the file that a link leads to.</summary>
internal sealed class AgentFileLookup(AgentFileLinks links, IDatabase database, HelpdeskRegistry helpdesks, BridgeClock clock)
{
    public async Task<LinkedFile> FindAsync(string token, string name, CancellationToken cancellationToken)
    {
        if (await links.VerifyAsync(token, name, cancellationToken) is not { } claim)
            return new LinkedFile.Forged();
        if (clock.Now >= claim.ExpiresAt)
            return new LinkedFile.Expired();
        return await database.ReadAsync(store => store.Messages.FindAgentFileAsync(claim.MessageId), cancellationToken) is var (helpdesk, file)
            && helpdesks.Find(helpdesk) is { } account
                ? new LinkedFile.Found(helpdesk, account.Helpdesk, file)
                : new LinkedFile.Missing();
    }
}
