using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Setup;

/// <summary>Carries <c>setup plan</c>, <c>apply</c> and <c>remove</c> out, account by account.</summary>
internal sealed class SetupRun(EffectiveSettings settings, IEnumerable<IHelpdeskFactory> factories)
{
    /// <summary>After the webhook was made, more may turn out to be needed: a trigger, where Zendesk refuses the events of tickets.</summary>
    private const int MaxRounds = 3;

    /// <param name="mode">What to do.</param>
    /// <param name="only">Only this account; null: all.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<SetupReport> RunAsync(SetupMode mode, string? only, CancellationToken cancellationToken)
    {
        var reports = new List<HelpdeskReport>();
        var accounts = settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section)
            .Where(account => only is null || account.Key.Equals(only, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var (name, options) in accounts)
            reports.Add(await RunAsync(mode, name, options, cancellationToken));
        return new SetupReport(
            mode, reports, [.. GetChannels().Where(channel => reports.Exists(report => report.Name == channel.Helpdesk && report.Error is null))]);
    }

    private async Task<HelpdeskReport> RunAsync(SetupMode mode, string name, HelpdeskOptions options, CancellationToken cancellationToken)
    {
        var setup = factories.Single(factory => factory.Kind == options.Kind).CreateSetup(name);
        var report = new HelpdeskReport(name, options.BaseUrl, new SetupPlan([]));
        try
        {
            if (mode == SetupMode.Remove)
            {
                report = report with { Plan = await setup.ReadRemovalAsync(cancellationToken) };
                await ApplyAsync(setup, report.Plan, cancellationToken);
                return report;
            }

            var reading = await setup.ReadAsync(cancellationToken);
            List<string> problems = [.. reading.Problems.Select(problem => problem.ToString())];
            report = report with { Plan = reading.Plan, Problems = problems, Notes = reading.Notes };
            if (mode == SetupMode.Apply && !reading.Plan.IsEmpty)
            {
                var (done, after) = await ApplyUntilDoneAsync(setup, reading, cancellationToken);
                report = report with { Plan = done, Notes = after.Notes };
            }

            report = report with { Groups = await setup.ReadGroupsAsync(cancellationToken) };
            return await AddSecretAsync(report, setup, options, cancellationToken);
        }
        catch (HelpdeskSetupException e)
        {
            return report with { Error = e.Message };
        }
    }

    /// <returns>Everything that was done, and the account after it.</returns>
    private static async Task<(SetupPlan Done, SetupReading After)> ApplyUntilDoneAsync(
        IHelpdeskSetup setup, SetupReading reading, CancellationToken cancellationToken)
    {
        var done = new List<SetupChange>();
        for (var round = 1; !reading.Plan.IsEmpty && round <= MaxRounds; round++)
        {
            done.AddRange(reading.Plan.Changes.Where(change => round == 1 || change.Action != SetupAction.None));
            await ApplyAsync(setup, reading.Plan, cancellationToken);
            reading = await setup.ReadAsync(cancellationToken);
        }

        if (!reading.Plan.IsEmpty)
        {
            var left = reading.Plan.Changes.Where(change => change.Action != SetupAction.None).Select(change => change.Subject.Kind).Distinct();
            throw new HelpdeskSetupException(
                $"The helpdesk took the changes, but does not show them ({string.Join(", ", left)}). Run \"setup plan\" to see what is left.");
        }

        return (new SetupPlan([.. done.Select(change => DescribeAsMade(change, reading.Plan))]), reading);
    }

    /// <summary>What was made can differ from what was planned: the webhook is of another form where Zendesk refuses the events of tickets.</summary>
    private static SetupChange DescribeAsMade(SetupChange change, SetupPlan after) => change.Action == SetupAction.Create
        ? change with { Wanted = after.Changes.FirstOrDefault(made => made.Subject.Kind == change.Subject.Kind)?.Wanted ?? change.Wanted }
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

    private IEnumerable<ChannelReport> GetChannels()
    {
        var publicUrl = settings.Get<BridgeOptions>().PublicUrl.TrimEnd('/');
        return settings.GetNamed<ChannelOptions>(ChannelRegistry.Section).Select(channel => new ChannelReport(
            channel.Key, channel.Value.Helpdesk, $"{publicUrl}/operator/{channel.Key}/", channel.Value.Key, channel.Value.DefaultDestination));
    }
}
