namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>The options of <see cref="SimulatedJaicp"/>.</summary>
public sealed record SimulatedJaicpOptions : SimulatorOptions
{
    /// <summary>
    /// The address of the bridge's channel, which the channel form calls <i>API URL</i>: <c>{PublicUrl}/operator/{channel}/{key}</c>.
    /// It can be set later.
    /// </summary>
    public Uri? BridgeApiUrl { get; init; }

    /// <summary>How long to wait for the bridge's answers.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(35);
}
