using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>
/// Reads the chats of a report page by page and adds them up, so that a report takes little memory however many there are. A chat that is erased
/// meanwhile may be missing in it.
/// </summary>
internal sealed class ReportReader(IDatabase database, ChannelRegistry channels, DestinationDirectory destinations)
{
    private const int PageSize = 10_000;

    /// <summary>No time zone is further from UTC than 14 hours.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    public async Task<Report> ReadAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var builder = new ReportBuilder(query);
        var from = new DateTimeOffset(query.From, TimeOnly.MinValue, TimeSpan.Zero) - Margin;
        var before = from + TimeSpan.FromDays(query.Days) + (2 * Margin);
        await AddAsync(builder, (store, last) => store.Reports.ListAsync(from, before, last, PageSize), cancellationToken);

        // After those that no conversation has any more, the names of agents are looked for in the others.
        var agents = builder.GetChatsForNames().ToList();
        await AddAsync(builder, (store, last) => store.Reports.ListPastAsync(from, before, last, PageSize), cancellationToken);
        var names = query.By switch
        {
            ReportGrouping.Group => await FindGroupNamesAsync(),
            ReportGrouping.Agent => await database.ReadAsync(store => FindAgentNamesAsync(store, agents), cancellationToken),
            _ => [],
        };
        return builder.Build(channels.Names, names);
    }

    private async Task AddAsync(
        ReportBuilder builder, Func<StoreTransaction, ChatFacts?, Task<List<ChatFacts>>> list, CancellationToken cancellationToken)
    {
        List<ChatFacts> page = [];
        do
        {
            var last = page.LastOrDefault();
            page = await database.ReadAsync(store => list(store, last), cancellationToken);
            page.ForEach(builder.Add);
        }
        while (page.Count == PageSize);
    }

    /// <summary>The names as JAICP shows them. Of a group that is no longer offered, only the id is known.</summary>
    private async Task<Dictionary<ReportKey, string>> FindGroupNamesAsync()
    {
        var names = new Dictionary<ReportKey, string>();
        foreach (var channel in channels.Names)
        {
            var helpdesk = channels.Get(channel).Helpdesk;
            foreach (var group in await destinations.ListAsync(channel))
            {
                if (group.Name != group.Id)
                    names.TryAdd(new ReportKey(group.Id, helpdesk), group.Name);
            }
        }

        return names;
    }

    private static async Task<Dictionary<ReportKey, string>> FindAgentNamesAsync(
        StoreTransaction store, IEnumerable<(ReportKey Agent, IEnumerable<string> Chats)> agents)
    {
        var names = new Dictionary<ReportKey, string>();
        foreach (var (agent, chats) in agents)
        {
            foreach (var chat in chats)
            {
                if (names.ContainsKey(agent)
                    || await store.Messages.FindLastAgentAsync(chat, since: default) is not { } employee || employee.Id != agent.Id)
                    continue;
                names[agent] = $"{employee.FirstName} {employee.LastName}".Trim();
            }
        }

        return names;
    }
}
