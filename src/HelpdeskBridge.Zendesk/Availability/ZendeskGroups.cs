using System.Globalization;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>Reads the groups of the account.</summary>
internal sealed class ZendeskGroups(IZendeskApi api, BridgeClock clock)
{
    private const int PageSize = 100;
    private const int MaxPages = 20;

    /// <returns>Null: they can't be read now.</returns>
    public async Task<IReadOnlyList<HelpdeskGroup>?> ReadAsync(CancellationToken cancellationToken)
    {
        var groups = new List<HelpdeskGroup>();
        string? after = null;
        var pages = 0;
        do
        {
            var result = await api.ReadGroupsAsync(PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (result.Content?.Groups is not { } page)
                return null;
            groups.AddRange(page
                .Where(group => group.Deleted != true)
                .Select(group => new HelpdeskGroup(group.Id.ToString(CultureInfo.InvariantCulture), group.Name ?? "")));
            after = result.Content.Meta?.NextCursor;
        }
        while (after is not null && ++pages < MaxPages);

        return groups;
    }
}
