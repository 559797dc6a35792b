using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker.Attachments;
using HelpdeskBridge.RequestTracker.Diagnostics;
using HelpdeskBridge.RequestTracker.Feed;
using HelpdeskBridge.RequestTracker.Setup;
using HelpdeskBridge.RequestTracker.Tickets;
using HelpdeskBridge.RequestTracker.Users;
using HelpdeskBridge.RequestTracker.Webhooks;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker;

/// <summary>
/// Composes the parts of an account. Each part is given what belongs to the account; everything else it needs comes from the service provider.
/// </summary>
internal sealed class RequestTrackerHelpdeskFactory(
    IServiceProvider services, IHttpClientFactory clients, IOptions<DeliveryOptions> options, IOptionsMonitor<HelpdeskOptions> accounts)
    : IHelpdeskFactory
{
    public HelpdeskKind Kind => HelpdeskKind.RequestTracker;

    public IHelpdesk Create(string name)
    {
        var (api, writes) = (clients.CreateRequestTrackerApi(name), clients.CreateRequestTrackerWriteApi(name));
        var (agents, queues) = (Create<AgentDirectory>(name, api), Create<QueueDirectory>(api));
        return new RequestTrackerHelpdesk(
            CreateWriter(),
            Create<TicketReader>(api, agents, Create<MessageTexts>(api)),
            Create<TransactionFeed>(api, queues, agents, GetChannels(name).WatchFields),
            queues,
            Create<AttachmentReader>(clients.CreateRequestTrackerFileClient(name), options.Value.RequestTimeout),
            Create<WebhookReader>(name),
            Create<RequestTrackerAccount>(name));

        TicketWriter CreateWriter()
        {
            var (access, sent) = (Create<TicketAccess>(api), Create<SentMessageFinder>(api));
            var messages = Create<MessageWriter>(api, writes, access, sent);
            var requestors = Create<TicketRequestors>(Create<ClientUsers>(name, api), Create<PersonFinder>(api));
            var opener = Create<TicketOpener>(writes, access, sent, messages, requestors);
            return new TicketWriter(
                Create<ClientFiles>(), opener, messages, Create<TicketUpdater>(access, messages), Create<EscalationWriter>(access, messages));
        }
    }

    public IHelpdeskSetup CreateSetup(string name)
    {
        var api = clients.CreateRequestTrackerApi(name);
        return Create<RequestTrackerAccountSetup>(
            name, GetChannels(name), accounts.Get(name), Create<QueueDirectory>(api), Create<AgentDirectory>(name, api));
    }

    public IHelpdeskDiagnostics CreateDiagnostics(string name)
    {
        var (api, writes) = (clients.CreateRequestTrackerApi(name), clients.CreateRequestTrackerWriteApi(name));
        var probe = Create<RequestTrackerProbe>(name, accounts.Get(name), GetChannels(name), api);
        return new RequestTrackerDiagnostics(probe, Create<SelfTest>(probe, api, writes));
    }

    private ChannelsOfAccount GetChannels(string name) => new(
        services.GetRequiredService<EffectiveSettings>().GetNamed<ChannelOptions>(ChannelRegistry.Section)
            .Where(channel => channel.Value.Helpdesk == name).ToDictionary(channel => channel.Key, channel => channel.Value));

    private T Create<T>(params object[] parts) => ActivatorUtilities.CreateInstance<T>(services, parts);
}
