using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HelpdeskBridge.Options;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// What is known about the set-up of each account that calls a webhook, for operators and as a metric. It is kept per process and may be lost: the
/// next check finds it out again.
/// </summary>
internal sealed class SetupStates
{
    private readonly ConcurrentDictionary<string, SetupState> _states;

    public SetupStates(EffectiveSettings settings, IMeterFactory meters)
    {
        _states = new ConcurrentDictionary<string, SetupState>(
            from helpdesk in settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section)
            where helpdesk.Value.Feed == HelpdeskFeed.Webhook
            select KeyValuePair.Create(helpdesk.Key, SetupState.NotChecked));
        meters.Create(Tracing.SourceName).Observe(
            "bridge.helpdesk.setup.drift",
            unit: null,
            "1: what setup made in a helpdesk is not as the bridge needs it any more. 0: it is. Absent while that is not known.",
            () => from helpdesk in _states
                  where helpdesk.Value.Status is SetupStatus.AsNeeded or SetupStatus.Changed
                  select new Measurement<int>(
                      helpdesk.Value.Status == SetupStatus.Changed ? 1 : 0, new KeyValuePair<string, object?>("helpdesk", helpdesk.Key)));
    }

    /// <summary>The accounts by name, in a stable order.</summary>
    public IReadOnlyList<KeyValuePair<string, SetupState>> List() => [.. _states.OrderBy(state => state.Key, StringComparer.Ordinal)];

    /// <returns>Null: the account needs no webhook.</returns>
    public SetupState? Find(string helpdesk) => _states.GetValueOrDefault(helpdesk);

    /// <returns>The state before.</returns>
    public SetupState Replace(string helpdesk, SetupState state)
    {
        var before = _states[helpdesk];
        _states[helpdesk] = state;
        return before;
    }
}
