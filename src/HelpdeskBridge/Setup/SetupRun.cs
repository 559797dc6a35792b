using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Setup;

/// <summary>Carries <c>setup plan</c>, <c>apply</c> and <c>remove</c> out, account by account.</summary>
/// <param name="settings">The settings.</param>
/// <param name="factories">What creates the accounts.</param>
/// <param name="show">Lets the steps of an account, by its name, be seen.</param>
internal sealed class SetupRun(
    EffectiveSettings settings, IEnumerable<IHelpdeskFactory> factories, Func<string, IHelpdeskSetup, IHelpdeskSetup> show)
{
    /// <summary>After the webhook was made, more may turn out to be needed: a trigger, where Zendesk refuses the events of tickets.</summary>
    private const int MaxRounds = 3;

    /// <param name="request">What to do.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<SetupReport> RunAsync(SetupRequest request, CancellationToken cancellationToken)
    {
        var reports = new List<HelpdeskReport>();
        var accounts = settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section)
            .Where(account => request.Only is null || account.Key.Equals(request.Only, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var (name, options) in accounts)
            reports.Add(await RunAsync(request, name, options, cancellationToken));
        return new SetupReport(
            request.Mode,
            reports,
            [.. GetChannels().Where(channel => reports.Exists(report => report.Name == channel.Helpdesk && report.Error is null))]);
    }

    private async Task<HelpdeskReport> RunAsync(
        SetupRequest request, string name, HelpdeskOptions options, CancellationToken cancellationToken)
    {
        var setup = show(name, factories.Single(factory => factory.Kind == options.Kind).CreateSetup(name));
        var report = new HelpdeskReport(name, options.BaseUrl, new SetupPlan([]));
        try
        {
            if (request.Mode == SetupMode.Remove)
            {
                var removal = await setup.ReadRemovalAsync(cancellationToken);
                report = report with { Plan = removal.Plan, Notes = removal.Notes };
                await ApplyAsync(setup, report.Plan, cancellationToken);
                return report;
            }

            var reading = await setup.ReadAsync(request.Wishes, cancellationToken);
            List<string> problems = [.. reading.Problems.Select(problem => problem.ToString())];
            report = report with { Plan = reading.Plan, Problems = problems, Notes = reading.Notes };
            if (request.Mode == SetupMode.Apply && !reading.Plan.IsEmpty)
            {
                (var done, reading) = await ApplyUntilDoneAsync(setup, request.Wishes, reading, cancellationToken);
                report = report with { Plan = done, Notes = reading.Notes };
            }

            report = report with
            {
                TicketFieldSettings = [.. GetTicketFieldSettings(name, reading.TicketFields)],
                Groups = await setup.ReadGroupsAsync(cancellationToken),
            };
            return await AddSecretAsync(report, setup, options, cancellationToken);
        }
        catch (HelpdeskSetupException e)
        {
            return report with { Error = e.Message };
        }
    }

    /// <returns>Everything that was done, and the account after it.</returns>
    private static async Task<(SetupPlan Done, SetupReading After)> ApplyUntilDoneAsync(
        IHelpdeskSetup setup, SetupWishes wishes, SetupReading reading, CancellationToken cancellationToken)
    {
        var done = new List<SetupChange>();
        for (var round = 1; !reading.Plan.IsEmpty && round <= MaxRounds; round++)
        {
            // What was made but is not shown yet is not made a second time.
            var plan = new SetupPlan([.. reading.Plan.Changes.Where(change => !done.Exists(made => IsSameCreation(made, change)))]);
            done.AddRange(plan.Changes.Where(change => round == 1 || change.Action != SetupAction.None));
            await ApplyAsync(setup, plan, cancellationToken);
            reading = await setup.ReadAsync(wishes, cancellationToken);
        }

        if (!reading.Plan.IsEmpty)
        {
            var left = reading.Plan.Changes.Where(change => change.Action != SetupAction.None).Select(change => change.Subject.Kind).Distinct();
            throw new HelpdeskSetupException(
                $"The helpdesk took the changes, but does not show them ({string.Join(", ", left)}). Run \"setup plan\" to see what is left.");
        }

        return (new SetupPlan([.. done.Select(change => DescribeAsMade(change, reading.Plan))]), reading);
    }

    private static bool IsSameCreation(SetupChange one, SetupChange other) =>
        one.Action == SetupAction.Create && other.Action == SetupAction.Create && one.Subject.Matches(other.Subject);

    /// <summary>What was made can differ from what was planned: the webhook is of another form where Zendesk refuses the events of tickets.</summary>
    private static SetupChange DescribeAsMade(SetupChange change, SetupPlan after) => change.Action == SetupAction.Create
        ? change with { Wanted = after.Changes.FirstOrDefault(made => made.Subject.Matches(change.Subject))?.Wanted ?? change.Wanted }
        : change;

    /// <summary>What is not needed any more is removed before the rest is changed.</summary>
    private static async Task ApplyAsync(IHelpdeskSetup setup, SetupPlan plan, CancellationToken cancellationToken)
    {
        foreach (var change in plan.Changes.OrderBy(change => change.Action == SetupAction.Remove ? 0 : 1))
            await setup.ApplyAsync(change, cancellationToken);
    }

    /// <summary>Not every account tells the secret. That is no failure: it can be copied from the webhook's page.</summary>
    private static async Task<HelpdeskReport> AddSecretAsync(
        HelpdeskReport report, IHelpdeskSetup setup, HelpdeskOptions options, CancellationToken cancellationToken)
    {
        if (options.Feed != HelpdeskFeed.Webhook)
            return report;
        try
        {
            var secret = await setup.ReadWebhookSecretAsync(cancellationToken);
            return report with { WebhookSecret = secret, IsSecretInSettings = secret is not null && options.WebhookSecrets.Contains(secret) };
        }
        catch (HelpdeskSetupException e)
        {
            return report with { Notes = [.. report.Notes, e.Message] };
        }
    }

    /// <summary>The settings that let each channel of the account fill these fields.</summary>
    private IEnumerable<TicketFieldSetting> GetTicketFieldSettings(string helpdesk, IReadOnlyList<AttributeField> fields) =>
        from channel in settings.GetNamed<ChannelOptions>(ChannelRegistry.Section)
        where channel.Value.Helpdesk == helpdesk
        from field in fields
        select new TicketFieldSetting(
            $"{ChannelRegistry.Section}:{channel.Key}:Ticket:Fields:{field.Attribute}",
            field.Id,
            channel.Value.Ticket.Fields.Any(mapping =>
                mapping.Value == field.Id && mapping.Key.Equals(field.Attribute, StringComparison.OrdinalIgnoreCase)));

    private IEnumerable<ChannelReport> GetChannels()
    {
        var publicUrl = settings.Get<BridgeOptions>().PublicUrl.TrimEnd('/');
        return settings.GetNamed<ChannelOptions>(ChannelRegistry.Section).Select(channel => new ChannelReport(
            channel.Key, channel.Value.Helpdesk, $"{publicUrl}/operator/{channel.Key}/", channel.Value.Key, channel.Value.DefaultDestination));
    }
}

/// <summary>What <c>setup</c> is asked for.</summary>
/// <param name="Mode">What to do.</param>
/// <param name="Only">Only this account; null: all.</param>
/// <param name="Wishes">What is wanted besides what the bridge needs.</param>
internal sealed record SetupRequest(SetupMode Mode, string? Only, SetupWishes Wishes);
