using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.Zendesk.Attachments;
using HelpdeskBridge.Zendesk.Availability;
using HelpdeskBridge.Zendesk.Diagnostics;
using HelpdeskBridge.Zendesk.Setup;
using HelpdeskBridge.Zendesk.Tickets;
using HelpdeskBridge.Zendesk.Webhooks;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk;

/// <summary>
/// Composes the parts of an account. Each part is given what belongs to the account; everything else it needs comes from the service provider.
/// </summary>
internal sealed class ZendeskHelpdeskFactory(
    IServiceProvider services, IHttpClientFactory clients, IOptions<DeliveryOptions> options, IOptionsMonitor<HelpdeskOptions> accounts)
    : IHelpdeskFactory
{
    public HelpdeskKind Kind => HelpdeskKind.Zendesk;

    public IHelpdesk Create(string name)
    {
        var api = clients.CreateApi(name);
        return new ZendeskHelpdesk(
            CreateWriter(),
            Create<TicketReader>(new Uri(accounts.Get(name).BaseUrl), api, Create<MergeCommentFinder>(api)),
            Create<TicketChanges>(api),
            CreateDirectory(),
            Create<AttachmentReader>(clients.CreateDownloadClient(name), options.Value.RequestTimeout),
            Create<WebhookReader>(name, GetReturnTags(GetAccount(name))),
            Create<ZendeskAccount>(name));

        TicketWriter CreateWriter()
        {
            var uploader = Create<ClientFileUploader>(clients.CreateUploadApi(name));
            var persons = Create<PersonFinder>(api, Create<PersonSearch>(api));
            var authors = Create<TicketAuthors>(api, Create<ZendeskRequesters>(name, api), persons);
            var duplicates = Create<DuplicateCommentFinder>(api);
            var opener = Create<TicketOpener>(api, authors, duplicates, Create<MergedTicketFinder>(api));
            var tags = Create<TicketTags>(api);
            var updater = Create<TicketUpdater>(api, authors, tags, duplicates);
            return new TicketWriter(
                uploader, opener, updater, Create<RatingWriter>(updater, tags, duplicates), Create<EscalationWriter>(updater, tags, duplicates));
        }

        ZendeskDirectory CreateDirectory() => new(
            Create<ZendeskGroups>(api), Create<ZendeskAvailability>(name, api), Create<ZendeskSchedules>(name, api));
    }

    public IHelpdeskSetup CreateSetup(string name)
    {
        var account = GetAccount(name);
        var (wanted, reader, api) = (CreateWanted(account), CreateReader(name), clients.CreateAdminApi(name));
        var fields = Create<TicketFieldSetup>(account, wanted.Names, reader, api);
        return Create<ZendeskAccountSetup>(account, wanted, fields, Create<MacroSetup>(account, wanted.Names, reader, api), reader, api);
    }

    public IHelpdeskDiagnostics CreateDiagnostics(string name)
    {
        var account = GetAccount(name);
        var probe = Create<AccountProbe>(
            account, CreateWanted(account), CreateReader(name), clients.CreateAdminApi(name), clients.CreateSignInApi(name));
        return Create<ZendeskDiagnostics>(probe, clients.CreateApi(name), Create<ZendeskAvailability>(name, clients.CreateApi(name)));
    }

    private WantedObjects CreateWanted(SetupAccount account) => new(
        SetupNames.Create(account.Name, services.GetRequiredService<IOptions<BridgeOptions>>().Value.PublicUrl),
        account.Channels.Count == 0 ? TicketOptions.DefaultTags : [.. account.Channels.Values.Select(channel => channel.Ticket.Tags[0]).Distinct()],
        GetReturnTags(account));

    private static string[] GetReturnTags(SetupAccount account) =>
        [.. account.Channels.Values.Select(channel => channel.ReturnToBot.Tag).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private AccountReader CreateReader(string name) => Create<AccountReader>(clients.CreateAdminApi(name), clients.CreateApi(name));

    private SetupAccount GetAccount(string name) => new(
        name,
        accounts.Get(name),
        services.GetRequiredService<EffectiveSettings>().GetNamed<ChannelOptions>(ChannelRegistry.Section)
            .Where(channel => channel.Value.Helpdesk == name).ToDictionary(channel => channel.Key, channel => channel.Value));

    private T Create<T>(params object[] parts) => ActivatorUtilities.CreateInstance<T>(services, parts);
}
