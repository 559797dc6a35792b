namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>How a <see cref="SimulatedJaicp"/> begins.</summary>
public sealed record SimulatedJaicpOptions : SimulatorOptions
{
    /// <summary>
    /// The bridge's channel, the <i>API URL</i> of the channel form: <c>{PublicUrl}/operator/{channel}/{key}</c>. Can be set later.
    /// </summary>
    public Uri? BridgeApiUrl { get; init; }

    /// <summary>How long to wait for the bridge's answers.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(35);
}
