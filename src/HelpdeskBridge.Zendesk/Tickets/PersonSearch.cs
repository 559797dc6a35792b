using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Searches the account for the users who have a value. What the search shows is compared again: it matches parts of values, and deleted users may
/// still be in its index.
/// </summary>
internal sealed class PersonSearch(IZendeskApi api, BridgeClock clock)
{
    /// <summary>How many users of a search are asked for their other addresses. More of them have the value in another place.</summary>
    private const int MaxReads = 3;

    /// <param name="values">The values.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The users by what they have.</returns>
    public async Task<(IReadOnlyDictionary<RequesterKey, IReadOnlyList<RequesterCandidate>> Found, ZendeskFailure? Failure)> FindAsync(
        RequesterValues values, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RequesterKey, IReadOnlyList<RequesterCandidate>>();
        foreach (var key in values.Keys)
        {
            var (users, failure) = await FindAsync(key, values.Get(key)!, cancellationToken);
            if (failure is not null)
                return (found, failure);
            if (users.Count > 0)
                found[key] = [.. users.DistinctBy(user => user.Id).Select(user => ToCandidate(key, user))];
        }

        return (found, null);
    }

    private async Task<(List<ZendeskPerson> Users, ZendeskFailure? Failure)> FindAsync(
        RequesterKey key, string value, CancellationToken cancellationToken)
    {
        if (key == RequesterKey.ExternalId)
            return await FindByExternalIdAsync(value, user => user.ExternalId == value, cancellationToken);

        // Zendesk's documentation of telephony ("Retrieving the Zendesk user id of a caller") searches for the digits alone, with an asterisk for
        // numbers that are written in another way.
        var query = key == RequesterKey.Email ? $"email:\"{value}\"" : $"phone:*{value[1..]}";
        var searched = await api.SearchUsersAsync(query, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (searched.Failure is not null)
            return ([], searched.Failure);
        var (users, failure) = await SelectAsync(searched.Content, key, value, cancellationToken);
        return failure is not null || users.Count > 0
            ? (users, failure)
            : await FindByExternalIdAsync(
                ZendeskIds.GetPersonExternalId(key, value), user => IsSame(key, GetPrimary(key, user), value), cancellationToken);
    }

    private async Task<(List<ZendeskPerson> Users, ZendeskFailure? Failure)> FindByExternalIdAsync(
        string externalId, Func<ZendeskPerson, bool> isWanted, CancellationToken cancellationToken)
    {
        var result = await api.FindUsersAsync(externalId, cancellationToken).ToResultAsync(clock, cancellationToken);
        return ([.. GetUsers(result.Content).Where(user => user.ExternalId == externalId && isWanted(user))], result.Failure);
    }

    /// <summary>The users whose own value it is: the primary one, or one of the others that is verified.</summary>
    private async Task<(List<ZendeskPerson> Users, ZendeskFailure? Failure)> SelectAsync(
        PersonsResponse? response, RequesterKey key, string value, CancellationToken cancellationToken)
    {
        var selected = GetUsers(response).Where(user => IsSame(key, GetPrimary(key, user), value)).ToList();
        foreach (var user in GetUsers(response).Except(selected).Take(MaxReads).ToList())
        {
            var identities = await api.ReadIdentitiesAsync(user.Id, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (identities.Failure is { } failure)
                return (selected, failure);
            if (identities.Content?.Identities?.Any(identity =>
                identity is { Verified: true } && identity.Type == GetIdentityType(key) && IsSame(key, identity.Value, value)) == true)
                selected.Add(user);
        }

        return (selected, null);
    }

    private static IEnumerable<ZendeskPerson> GetUsers(PersonsResponse? response) =>
        (response?.Users ?? []).Where(user => user.Active != false);

    private static string? GetPrimary(RequesterKey key, ZendeskPerson user) => key == RequesterKey.Email ? user.Email : user.Phone;

    private static string GetIdentityType(RequesterKey key) => key == RequesterKey.Email ? "email" : "phone_number";

    private static bool IsSame(RequesterKey key, string? stored, string value) => key == RequesterKey.Email
        ? string.Equals(stored, value, StringComparison.OrdinalIgnoreCase)
        : RequesterValues.IsSamePhone(stored, value);

    private static RequesterCandidate ToCandidate(RequesterKey key, ZendeskPerson user) => new(user.Id.ToString(CultureInfo.InvariantCulture))
    {
        // A role that is not known may be anything.
        IsStaff = user.Role != ZendeskPerson.EndUser,
        IsSuspended = user.Suspended == true,
        IsShared = key == RequesterKey.Phone && user.SharedPhoneNumber == true,
        ExternalId = user.ExternalId is { Length: > 0 } id && !id.StartsWith(ZendeskIds.Prefix, StringComparison.OrdinalIgnoreCase) ? id : null,
    };
}
