using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.NewHelpdesk.Api;
using HelpdeskBridge.NewHelpdesk.Tickets;
using Microsoft.Extensions.Options;
using Refit;

namespace HelpdeskBridge.NewHelpdesk;

/// <summary>Composes the parts of an account. What a part needs beside what is given here comes from the service provider.</summary>
internal sealed class NewHelpdeskFactory(IServiceProvider services, IHttpClientFactory clients, IOptionsMonitor<HelpdeskOptions> accounts)
    : IHelpdeskFactory
{
    private static readonly TimeSpan DefaultLateWriteWindow = TimeSpan.FromSeconds(15);

    public HelpdeskKind Kind => NewHelpdeskRegistration.Kind;

    public IHelpdesk Create(string name)
    {
        var api = CreateApi(name);
        var writer = Create<TicketWriter>(api, Create<ClientFiles>(api), Create<TicketOpener>(api));
        return Create<NewHelpdeskAccount>(
            api, clients.CreateClient(NewHelpdeskRegistration.FileClient(name)), writer, Create<TicketReader>(api),
            accounts.Get(name).LateWriteWindow ?? DefaultLateWriteWindow);
    }

    public IHelpdeskSetup CreateSetup(string name) => new NewHelpdeskSetup(name, Create(name));

    public IHelpdeskDiagnostics CreateDiagnostics(string name) => new NewHelpdeskSetup(name, Create(name));

    private INewHelpdeskApi CreateApi(string name) =>
        RestService.ForGenerated<INewHelpdeskApi>(clients.CreateClient(NewHelpdeskRegistration.ApiClient(name)), new RefitSettings());

    private T Create<T>(params object[] parts) => ActivatorUtilities.CreateInstance<T>(services, parts);
}
