using System.Globalization;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>How long it takes from the answer to a client's text until the request with its comment is at the helpdesk.</summary>
internal sealed class ThereMeasure(MeasurePlan plan) : LatencyMeasure(plan)
{
    public Task<Table> RunAsync() => RunAsync("From an accepted text of a client to the request with its comment at the helpdesk");

    protected override async Task<LatencyRound> MeasureAsync(World world, OpenChats chats, int samples)
    {
        var round = new LatencyRound();
        var (api, zendesk) = (world.Bridge.Api, world.Zendesk.Url);
        using var exchanges = new Exchanges(world.Zendesk.Journal);
        using var client = await RawConnection.OpenAsync(api, CancellationToken.None);
        using var probe = await RawConnection.OpenAsync(zendesk, CancellationToken.None);
        for (var sample = 0; sample < samples; sample++)
        {
            var chat = TakeChat();
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/v2/tickets/{chats.GetTicket(chat)}");
            var arrival = exchanges.NextAsync(entry => entry.Method == "PUT" && entry.Path.StartsWith(path, StringComparison.Ordinal));
            var call = Clients.Load.CreateCall(api, "sendText", $$"""{"userId":"{{OpenChats.GetUser(chat)}}","text":"Where is it?"}""");
            var status = await client.CallAsync(call, CancellationToken.None);
            var accepted = TimeProvider.System.GetUtcNow();
            if (status != 200)
                throw new InvalidOperationException($"The service answered {status}.");
            var took = ((await arrival).At - accepted).TotalMilliseconds;
            round.Add(took, reads: 0, answers: 0, await ReachAsync(probe, zendesk, exchanges));
        }

        return round;
    }
}
