using System.Net;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Signs in: a new access token, or the API token, and the user whom the bridge acts as.</summary>
internal sealed class SignInCheck : IAccountCheck
{
    public const string Id = "helpdesk.sign-in";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if (probe.Options.OAuth is { } oauth && (await probe.IssueTokenAsync(oauth, cancellationToken)).Failure is { } refused)
            return [probe.FromFailure(Id, refused)];

        var me = await probe.ReadMeAsync(cancellationToken);
        return me switch
        {
            { User: { } user } => [probe.Ok(Id, $"Signed in to {probe.Options.BaseUrl} as user {user.Id}.")],

            // Other tests name these: the sign-in itself works.
            { Failure.Status: HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests } =>
                [probe.Ok(Id, $"Signed in to {probe.Options.BaseUrl}.")],
            { Failure: { } failure } => [probe.FromFailure(Id, failure)],
            _ =>
            [
                probe.Find(
                    Id,
                    FindingStatus.Fail,
                    FindingSide.Helpdesk,
                    "Zendesk does not say who is signed in.",
                    $"Look whether {probe.Key}:BaseUrl is right."),
            ],
        };
    }
}
