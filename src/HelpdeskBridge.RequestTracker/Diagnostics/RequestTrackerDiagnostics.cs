using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Setup;

namespace HelpdeskBridge.RequestTracker.Diagnostics;

/// <summary>Tests a Request Tracker by reading only, as far as its interface shows what the bridge needs.</summary>
internal sealed class RequestTrackerDiagnostics(RequestTrackerProbe probe, SelfTest selfTest) : IHelpdeskDiagnostics
{
    private const string SignInId = "helpdesk.sign-in";
    private const string LanguageId = "helpdesk.language";
    private const string RightsId = "helpdesk.rights";
    private const string QueuesId = "helpdesk.groups";
    private const string DefaultId = "helpdesk.default-destination";
    private const string EscalationsId = "helpdesk.escalations";
    private const string FieldsId = "helpdesk.ticket-fields";
    private const string AttachmentsId = "helpdesk.attachments";

    /// <summary>The system's own user, which is always there. Others are shown in full only to those who have the right AdminUsers.</summary>
    private const string SystemUserId = "1";

    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken)
    {
        var version = await probe.ReadAsync(api => api.ReadVersionAsync(cancellationToken), cancellationToken);
        if (version.Failure is { } failure)
            return [probe.FromFailure(SignInId, failure)];
        var own = await probe.ReadOwnAsync(cancellationToken);
        if (own.Content is not { } user)
            return [probe.FromFailure(SignInId, own.Failure!)];
        List<Finding> findings =
        [
            probe.Ok(SignInId, $"Signed in to Request Tracker {version.Content!.Version} at {probe.Account.BaseUrl} as user {user.Id}."),
            CheckLanguage(user),
            await CheckUserRightAsync(cancellationToken),
        ];
        findings.AddRange(await CheckQueuesAsync(cancellationToken));
        findings.Add(await CheckAttachmentsAsync(cancellationToken));
        return findings;
    }

    public Task<IReadOnlyList<Finding>> SelfTestAsync(bool waitForWebhook, CancellationToken cancellationToken) =>
        selfTest.RunAsync(cancellationToken);

    private Finding CheckLanguage(RtUser user) => user.Language is null or "" || user.Language.StartsWith("en", StringComparison.OrdinalIgnoreCase)
        ? probe.Ok(LanguageId, "The language of the bridge's user is English.")
        : probe.Find(
            LanguageId, FindingStatus.Warn, FindingSide.Helpdesk,
            $"The language of the bridge's user is {user.Language}: Request Tracker breaks its answers off after each message, and loses a worker.",
            "Set the language of the bridge's user to English, or to none.");

    private async Task<Finding> CheckUserRightAsync(CancellationToken cancellationToken)
    {
        var system = await probe.ReadAsync(api => api.ReadUserAsync(SystemUserId, cancellationToken), cancellationToken);
        return system.Content?.Created is not null
            ? probe.Ok(RightsId, $"The bridge's user has the right {InitialData.GlobalRight}.")
            : probe.Find(
                RightsId, FindingStatus.Fail, FindingSide.Helpdesk,
                $"The bridge's user lacks the right {InitialData.GlobalRight}, so clients get no users.",
                $"Give its group the global right {InitialData.GlobalRight} (\"setup plan\" prints all rights).");
    }

    private async Task<IReadOnlyList<Finding>> CheckQueuesAsync(CancellationToken cancellationToken)
    {
        var list = await probe.ReadAsync(api => api.ReadQueuesAsync(page: 1, cancellationToken), cancellationToken);
        if (list.Failure is { } failure)
            return [probe.FromFailure(QueuesId, failure)];
        var queues = (list.Content?.Items ?? []).Where(queue => queue.Disabled != "1").ToList();
        if (queues.Count == 0)
        {
            return
            [
                probe.Find(
                    QueuesId, FindingStatus.Fail, FindingSide.Helpdesk, "The bridge's user sees no queue.",
                    $"Give its group these rights in each queue for chats: {string.Join(' ', InitialData.QueueRights)}."),
            ];
        }

        var findings = new List<Finding> { probe.Ok(QueuesId, $"There are {queues.Count} queues.") };
        findings.AddRange(probe.Channels.ByName.Select(channel => CheckDefault(channel.Key, channel.Value, queues)));
        findings.AddRange(probe.Channels.ByName.SelectMany(channel => CheckEscalations(channel.Key, channel.Value, queues)));
        var used = probe.Channels.ByName.Values
            .SelectMany(channel => channel.Destinations.Select(destination => destination.Id)
                .Concat(channel.Escalations.Select(step => step.Group)).Append(channel.DefaultDestination)).OfType<string>()
            .Where(id => queues.Exists(queue => queue.Id == id)).Distinct();
        foreach (var id in used)
            findings.AddRange(await CheckQueueAsync(id, cancellationToken));
        return findings;
    }

    private Finding CheckDefault(string channel, ChannelOptions options, List<RtQueue> queues) =>
        queues.Find(queue => queue.Id == options.DefaultDestination) is { } found
            ? probe.Ok(DefaultId, $"The default destination is the queue {found.Name}.", FindingSide.Settings, channel)
            : probe.Find(
                DefaultId, FindingStatus.Fail, FindingSide.Settings,
                $"The bridge's user sees no queue {options.DefaultDestination}, the default destination.",
                $"Set {ChannelRegistry.Section}:{channel}:DefaultDestination to the id of a queue: "
                + $"{string.Join(", ", queues.Take(20).Select(queue => $"{queue.Id} ({queue.Name})"))}.",
                channel);

    private IEnumerable<Finding> CheckEscalations(string channel, ChannelOptions options, List<RtQueue> queues) =>
        from step in options.Escalations.Index()
        where step.Item.Group is { Length: > 0 } id && !queues.Exists(queue => queue.Id == id)
        select probe.Find(
            EscalationsId, FindingStatus.Fail, FindingSide.Settings,
            $"The bridge's user sees no queue {step.Item.Group}, which is to get tickets that no agent has answered. They stay where they are.",
            $"Correct {ChannelRegistry.Section}:{channel}:Escalations:{step.Index}:Group, or remove it.",
            channel);

    /// <summary>The links of a queue and of a ticket in it show what the user may do.</summary>
    private async Task<IReadOnlyList<Finding>> CheckQueueAsync(string id, CancellationToken cancellationToken)
    {
        var read = await probe.ReadAsync(api => api.ReadQueueAsync(id, cancellationToken), cancellationToken);
        if (read.Content is not { } queue)
            return [probe.FromFailure(QueuesId, read.Failure!)];
        var missing = new List<string>();
        if (!Has(queue.Links, "create"))
            missing.Add("CreateTicket");
        var tickets = await probe.ReadAsync(api => api.FindTicketsAsync($"Queue = {id}", cancellationToken), cancellationToken);
        if (tickets.Content?.Items is [var first, ..]
            && (await probe.ReadAsync(api => api.ReadTicketAsync(first.Id, cancellationToken), cancellationToken)).Content is { } ticket)
        {
            if (!Has(ticket.Links, "correspond"))
                missing.Add("ReplyToTicket");
            if (!Has(ticket.Links, "comment"))
                missing.Add("CommentOnTicket");
        }

        return
        [
            missing.Count == 0
                ? probe.Ok(RightsId, $"No right is known to be missing in the queue {queue.Name}.")
                : probe.Find(
                    RightsId, FindingStatus.Fail, FindingSide.Helpdesk,
                    $"The bridge's user lacks rights in the queue {queue.Name}: {string.Join(' ', missing)}.",
                    "Give them to its group there (\"setup plan\" prints all rights)."),
            .. CheckFields(queue),
        ];
    }

    private IEnumerable<Finding> CheckFields(RtQueue queue) =>
        from channel in probe.Channels.ByName
        from field in channel.Value.Ticket.Fields
        where channel.Value.DefaultDestination == queue.Id && !(queue.TicketCustomFields ?? []).Any(known =>
            known.Id == field.Value || string.Equals(known.Name, field.Value, StringComparison.OrdinalIgnoreCase))
        select probe.Find(
            FieldsId, FindingStatus.Fail, FindingSide.Settings,
            $"Tickets in the queue {queue.Name} have no custom field {field.Value}, or the bridge's user does not see it.",
            $"Correct {ChannelRegistry.Section}:{channel.Key}:Ticket:Fields:{field.Key}, or give the right SeeCustomField.",
            channel.Key);

    private async Task<Finding> CheckAttachmentsAsync(CancellationToken cancellationToken)
    {
        const string query = "ObjectType = 'RT::Ticket' AND (Type = 'AttachmentDrop' OR Type = 'AttachmentTruncate')";
        var found = await probe.ReadAsync(api => api.FindTransactionsAsync(query, "DESC", perPage: 1, cancellationToken), cancellationToken);
        return found.Content?.Items is { Count: > 0 }
            ? probe.Find(
                AttachmentsId, FindingStatus.Warn, FindingSide.Helpdesk, "Request Tracker drops or cuts long attachments, and has done so.",
                "Set $DropLongAttachments and $TruncateLongAttachments to 0, or $MaxAttachmentSize to at least Bridge:MaxFileBytes.")
            : probe.Ok(AttachmentsId, "Request Tracker has dropped no attachment that the bridge's user can see.");
    }

    private static bool Has(IReadOnlyList<RtLink>? links, string relation) => links?.Any(link => link.Relation == relation) == true;
}
