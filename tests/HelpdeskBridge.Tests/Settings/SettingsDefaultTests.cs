using HelpdeskBridge.Channels;
using HelpdeskBridge.Clustering;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Settings;

/// <summary>Defaults are part of the public contract.</summary>
public sealed class SettingsDefaultTests
{
    [Fact]
    public void What_is_not_set_has_the_contracts_default()
    {
        var settings = TestSettings.Read("-Helpdesks:main:OAuth", "Helpdesks:main:OAuth:ClientId=a", "Helpdesks:main:OAuth:ClientSecret=b").Settings;
        var (channel, helpdesk) = (settings.Channels["shop"], settings.Helpdesks["main"]);

        settings.Bridge.AllowedJaicpHosts.ShouldBe(["*.jaicp.com", "*.just-ai.com", "*.tovie.ai"]);
        settings.Bridge.MaxBodyBytes.ShouldBe(1_048_576);
        settings.Bridge.MaxFileBytes.ShouldBe(52_428_800);
        settings.Bridge.FileLinkLifetime.ShouldBe(TimeSpan.FromDays(30));
        settings.Bridge.FileKeys.ShouldBeEmpty();

        channel.PreviousKey.ShouldBeNull();
        channel.Destinations.ShouldBeEmpty();
        channel.DestinationsShape.ShouldBe(DestinationsShape.Object);
        channel.WhenUnknown.ShouldBe(WhenUnknown.Online);
        channel.InboundPerSecond.ShouldBe(200);
        channel.Ticket.WaitForFirstMessage.ShouldBe(TimeSpan.FromSeconds(3));
        channel.Close.StatusOnClientClose.ShouldBe("solved");
        channel.Close.ReopenWithin.ShouldBe(TimeSpan.FromMinutes(10));
        channel.Close.IdleAfter.ShouldBeNull();
        channel.Texts.ShouldBeEmpty();
        channel.Language.From.ShouldBeNull();
        channel.Language.Texts.ShouldBeEmpty();
        (channel.SystemEmployee.Id, channel.SystemEmployee.FirstName, channel.SystemEmployee.LastName, channel.SystemEmployee.AvatarUrl)
            .ShouldBe(("system", "Support", "", ""));
        channel.LateAgentMessages.ShouldBe(LateAgentMessages.Note);
        channel.TimeZone.ShouldBe("UTC");
        channel.Hours.ShouldBeNull();
        channel.WebhookUrl.ShouldBeNull();

        helpdesk.Kind.ShouldBe(HelpdeskKind.Zendesk);
        helpdesk.ApiToken.ShouldBeNull();
        helpdesk.SignatureTolerance.ShouldBe(TimeSpan.FromMinutes(15));
        helpdesk.RequestsPerMinute.ShouldBe(400);
        helpdesk.ReconcileEvery.ShouldBe(TimeSpan.FromMinutes(1));
        helpdesk.LateWriteWindow.ShouldBeNull();
        helpdesk.Feed.ShouldBe(HelpdeskFeed.Webhook);
        helpdesk.PollEvery.ShouldBe(TimeSpan.FromSeconds(5));

        settings.Delivery.RetryDelays.Select(delay => delay.TotalSeconds).ShouldBe([1, 3, 10, 30, 60, 120, 300, 600, 1800, 3600]);
        settings.Delivery.GiveUpAfter.ShouldBe(TimeSpan.FromDays(1));
        settings.Delivery.NotifyAfter.ShouldBe(TimeSpan.FromSeconds(30));
        settings.Delivery.RequestTimeout.ShouldBe(TimeSpan.FromSeconds(20));

        settings.Storage.Provider.ShouldBe(StorageProvider.Sqlite);
        settings.Storage.ConnectionString.ShouldBe("Data Source=data/bridge.db");
        settings.Storage.Retention.ShouldBe(TimeSpan.FromDays(90));
        (settings.Cluster.Provider, settings.Cluster.SiloPort, settings.Cluster.GatewayPort).ShouldBe((ClusterProvider.None, 11111, 30000));
        settings.Network.AllowedPrivateHosts.ShouldBeEmpty();
        settings.Network.TrustedProxies.ShouldBeEmpty();
        settings.Admin.Key.ShouldBeNull();
    }

    [Fact]
    public void A_list_that_is_set_replaces_its_default()
    {
        var settings = TestSettings.Read(
            "Bridge:AllowedJaicpHosts:0=bot.example.com", "Delivery:RetryDelays:0=00:00:07", "Delivery:RetryDelays:1=00:01:00",
            "Channels:shop:Ticket:Tags:0=chat").Settings;

        settings.Bridge.AllowedJaicpHosts.ShouldBe(["bot.example.com"]);
        settings.Delivery.RetryDelays.ShouldBe([TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(1)]);
        settings.Channels["shop"].Ticket.Tags.ShouldBe(["chat"]);
    }

    [Fact]
    public void An_empty_list_is_as_if_not_set()
    {
        var settings = TestSettings.ReadJson(
            """{"Bridge":{"AllowedJaicpHosts":[]},"Delivery":{"RetryDelays":[]},"Channels":{"shop":{"Ticket":{"Tags":[]}}}}""").Settings;

        settings.Bridge.AllowedJaicpHosts.Length.ShouldBe(3);
        settings.Delivery.RetryDelays.Length.ShouldBe(10);
        settings.Channels["shop"].Ticket.Tags.ShouldBe(["jaicp"]);
    }
}
