using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Files;
using HelpdeskBridge.Network;
using HelpdeskBridge.Operations;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Texts;

namespace HelpdeskBridge.Jaicp;

/// <summary>Sends events to the channel's webhook. An event whose answer was lost goes again with the same id, so nothing needs looking up.</summary>
internal sealed partial class JaicpSender(
    IServiceProvider services, IDatabase database, FileLinks links, NetworkRules network, BridgeSettings settings, BridgeClock clock,
    ILogger<JaicpSender> log) : ISender
{
    public async Task<DeliveryOutcome> SendAsync(LaneBatch batch, CancellationToken cancellation)
    {
        var channel = batch.Conversation.Client.Channel;
        var webhook = settings.Channels[channel].WebhookUrl ?? await database.ReadAsync(session => session.FindWebhookUrlAsync(channel), cancellation);
        var jaicpEvent = await EventOfAsync(batch, settings.Channels[channel], cancellation);
        if (jaicpEvent is { Type: "TextMessage", Text: "" })
            return new DeliveryOutcome.Delivered();
        if (string.IsNullOrEmpty(webhook))
        {
            Log.NoWebhook(log, channel);
            return new DeliveryOutcome.Retry("JAICP has not called setWebhook yet");
        }

        // The settings may have changed since JAICP gave it.
        if (network.WhyNotJaicpWebhook(webhook) is { } why)
            return new DeliveryOutcome.Retry($"the webhook's address {why}", Outage: true);

        try
        {
            using var response = await services.GetRequiredKeyedService<IJaicpApi>(channel).SendAsync(jaicpEvent, webhook, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return JaicpFailureTable.OutcomeOf(response.StatusCode, response.RetryAfter(clock), response.Error?.InnerException ?? response.Error);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return JaicpFailureTable.OutcomeOf(null, null, e);
        }
    }

    private async ValueTask<JaicpEvent> EventOfAsync(LaneBatch batch, ChannelOptions channel, CancellationToken cancellation)
    {
        var userId = batch.Conversation.Client.UserId;
        return batch.Head.Body switch
        {
            AgentText text => new JaicpEvent { Id = batch.Head.Id, UserId = userId, Type = "TextMessage", Text = text.Text, Employee = EmployeeOf(text.Agent) },
            AgentFile { File: var file } sent => new JaicpEvent
            {
                Id = batch.Head.Id,
                UserId = userId,
                Type = "FileMessage",
                Url = await links.UrlOfAsync(batch.Head, file, cancellation),
                Name = FileLinks.NameOf(file),
                Size = file.Size,
                Employee = EmployeeOf(sent.Agent),
            },
            ClientNotice notice => new JaicpEvent
            {
                Id = batch.Head.Id,
                UserId = userId,
                Type = "TextMessage",
                Text = channel.Say(notice.Notice, notice.About),
                Employee = EmployeeOf(notice.Speaker),
            },
            ChatClosed closed => new JaicpEvent { Id = batch.Head.Id, UserId = userId, Type = "Closed", Employee = EmployeeOf(closed.Agent) },
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not for JAICP."),
        };
    }

    private static JaicpEmployee EmployeeOf(Employee employee) => new(employee.Id, employee.FirstName, employee.LastName, employee.AvatarUrl);

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "Events of channel {Channel} wait: JAICP has not called setWebhook yet. Press Save on the channel in JAICP")]
        public static partial void NoWebhook(ILogger logger, string channel);
    }
}

/// <summary>The one table from JAICP's answer to what becomes of the event. JAICP documents no error answers, so what is unclear waits.</summary>
internal static class JaicpFailureTable
{
    public static DeliveryOutcome OutcomeOf(HttpStatusCode? status, TimeSpan? retryAfter, Exception? fault) => status switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new DeliveryOutcome.Delivered(),
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => new DeliveryOutcome.Dead($"JAICP refused the event with {(int)status}"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone =>
            new DeliveryOutcome.Retry($"JAICP answered {(int)status}: the webhook is wrong; press Save on the channel in JAICP", Outage: true),
        { } other => new DeliveryOutcome.Retry($"JAICP answered {(int)other}", retryAfter, Outage: other >= HttpStatusCode.InternalServerError && retryAfter is null),
        null when fault?.InnerException is ForbiddenAddressException forbidden =>
            new DeliveryOutcome.Retry($"the webhook's address may not be called: {forbidden.Message}", Outage: true),
        null => new DeliveryOutcome.Retry(
            fault is HttpRequestException http ? $"no answer from JAICP ({http.HttpRequestError})" : $"no answer from JAICP ({fault?.GetType().Name})", Outage: true),
    };
}
