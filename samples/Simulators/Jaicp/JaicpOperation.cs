namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>The operations of JAICP, by which rules in <see cref="Faults"/> can select requests.</summary>
public static class JaicpOperation
{
    public const string ReceiveEvent = "receive event";
    public const string ServeFile = "serve file";
}
