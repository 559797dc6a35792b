namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>Names of what requests to JAICP ask for, to aim <see cref="Faults"/> at.</summary>
public static class JaicpOperation
{
    public const string ReceiveEvent = "receive event";
    public const string ServeFile = "serve file";
}
