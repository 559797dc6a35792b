using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>The role of the user whom the bridge acts as.</summary>
internal sealed class RoleCheck : IAccountCheck
{
    private const string Id = "helpdesk.role";
    private const string Fix = "Make this user an admin (Admin Center, People, Team members), or let an admin create the OAuth client.";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken) =>
        (await probe.ReadMeAsync(cancellationToken)).User?.Role switch
        {
            "admin" => [probe.Ok(Id, "The bridge acts as an admin.")],
            "agent" when !probe.NeedsWebhook =>
            [
                probe.Find(
                    Id,
                    FindingStatus.Fail,
                    FindingSide.Helpdesk,
                    $"The bridge acts as an agent, but {probe.Key}:Feed=Poll reads the account's list of changes, which is for admins.",
                    Fix),
            ],
            "agent" =>
            [
                probe.Find(
                    Id,
                    FindingStatus.Warn,
                    FindingSide.Helpdesk,
                    "The bridge acts as an agent: it can write tickets, but neither read who is online nor look after the webhook.",
                    Fix),
            ],
            { } other =>
            [
                probe.Find(
                    Id, FindingStatus.Fail, FindingSide.Helpdesk, $"The bridge acts as a user of the role {other}, who can't answer tickets.", Fix),
            ],
            null => [probe.Find(Id, FindingStatus.Skipped, FindingSide.Helpdesk, "The user can't be read.")],
        };
}
