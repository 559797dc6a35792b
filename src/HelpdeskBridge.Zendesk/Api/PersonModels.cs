namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Body of <c>POST /api/v2/users</c>.</summary>
internal sealed record PersonRequest(PersonDraft User);

/// <summary>A user to create. Members that are null are not sent.</summary>
internal sealed record PersonDraft(string Name, string ExternalId)
{
    public string Role { get; } = ZendeskPerson.EndUser;

    /// <summary>Keeps Zendesk from sending a verification e-mail: the bot has verified the address.</summary>
    public bool SkipVerifyEmail { get; } = true;

    public string? Email { get; init; }

    public string? Phone { get; init; }
}

internal sealed record PersonResponse(ZendeskPerson? User);

internal sealed record PersonsResponse(IReadOnlyList<ZendeskPerson>? Users);

/// <summary>A user with the values by which people are told apart.</summary>
/// <param name="Id">Zendesk's id.</param>
/// <param name="Role">end-user, agent or admin.</param>
/// <param name="Email">The primary address.</param>
/// <param name="Phone">The primary number.</param>
/// <param name="SharedPhoneNumber">Whether other users have the number too.</param>
/// <param name="ExternalId">The id in another system.</param>
/// <param name="Suspended">Whether the user is suspended.</param>
/// <param name="Active">False if the user was deleted.</param>
internal sealed record ZendeskPerson(
    long Id, string? Role, string? Email, string? Phone, bool? SharedPhoneNumber, string? ExternalId, bool? Suspended, bool? Active)
{
    public const string EndUser = "end-user";
}

internal sealed record IdentitiesResponse(IReadOnlyList<ZendeskIdentity>? Identities);

/// <param name="Type"><c>email</c>, <c>phone_number</c> and others.</param>
/// <param name="Value">The address or number.</param>
/// <param name="Verified">Whether the user has shown that it is theirs, or an agent says so. Anybody may claim one that is not.</param>
internal sealed record ZendeskIdentity(string? Type, string? Value, bool? Verified);
