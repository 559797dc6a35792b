namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Body of <c>POST /api/v2/users/create_or_update</c>.</summary>
internal sealed record UserRequest(UserDraft User);

/// <param name="Name">Mandatory, and never empty.</param>
/// <param name="ExternalId">The key Zendesk matches an existing user by.</param>
/// <param name="SkipVerifyEmail">Keeps Zendesk from sending a verification e-mail.</param>
internal sealed record UserDraft(string Name, string ExternalId, bool SkipVerifyEmail);

internal sealed record UserResponse(ZendeskUser? User);

/// <param name="Id">Zendesk's id.</param>
/// <param name="Name">First and last name.</param>
/// <param name="Role">end-user, agent or admin.</param>
/// <param name="Photo">The portrait, where there is one.</param>
/// <param name="Alias">The name that end users see instead of the agent's own, where there is one (developer.zendesk.com, "Users").</param>
internal sealed record ZendeskUser(long Id, string? Name, string? Role, ZendeskPhoto? Photo, string? Alias = null)
{
    /// <summary>The name for clients.</summary>
    public string? PublicName => string.IsNullOrWhiteSpace(Alias) ? Name : Alias;

    public bool IsStaff => Role is "agent" or "admin";
}

internal sealed record ZendeskPhoto(string? ContentUrl);
