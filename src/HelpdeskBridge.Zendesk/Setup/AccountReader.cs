using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>Reads complete lists of an account: webhooks, triggers, ticket fields, macros and groups.</summary>
internal sealed class AccountReader(IZendeskAdminApi admin, IZendeskApi api, BridgeClock clock)
{
    private const int PageSize = 100;
    private const int MaxPages = 50;

    public Task<ZendeskList<ZendeskWebhook>> ReadWebhooksAsync(CancellationToken cancellationToken) => ReadAllAsync(
        after => admin.ReadWebhooksAsync(PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken),
        response => (response.Webhooks, response.Meta));

    public Task<ZendeskList<ZendeskTrigger>> ReadTriggersAsync(CancellationToken cancellationToken) => ReadAllAsync(
        after => admin.ReadTriggersAsync(PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken),
        response => (response.Triggers, response.Meta));

    public Task<ZendeskList<ZendeskTicketField>> ReadTicketFieldsAsync(CancellationToken cancellationToken) => ReadAllAsync(
        after => admin.ReadTicketFieldsAsync(PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken),
        response => (response.TicketFields, response.Meta));

    public Task<ZendeskList<ZendeskMacro>> ReadMacrosAsync(CancellationToken cancellationToken) => ReadAllAsync(
        after => admin.ReadMacrosAsync(PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken),
        response => (response.Macros, response.Meta));

    /// <summary>The groups that exist. Deleted ones are left out.</summary>
    public async Task<ZendeskList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken)
    {
        var (groups, failure) = await ReadAllAsync(
            after => api.ReadGroupsAsync(PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken),
            response => (response.Groups, response.Meta));
        return new ZendeskList<HelpdeskGroup>(
            [
                .. groups.Where(group => group.Deleted != true)
                    .Select(group => new HelpdeskGroup(group.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), group.Name ?? "")),
            ],
            failure);
    }

    private static async Task<ZendeskList<T>> ReadAllAsync<TResponse, T>(
        Func<string?, Task<ZendeskResult<TResponse>>> readPage, Func<TResponse, (IReadOnlyList<T>? Items, ZendeskPage? Meta)> open)
        where TResponse : class
    {
        var items = new List<T>();
        string? after = null;
        var pages = 0;
        do
        {
            var result = await readPage(after);
            if (result.Content is not { } content)
                return new ZendeskList<T>([], result.Failure);
            var (page, meta) = open(content);
            items.AddRange(page ?? []);
            after = meta?.NextCursor;
        }
        while (after is not null && ++pages < MaxPages);

        return new ZendeskList<T>(items, null);
    }
}

/// <summary>A complete list, or the reason why it can't be read.</summary>
internal sealed record ZendeskList<T>(IReadOnlyList<T> Items, ZendeskFailure? Failure);
