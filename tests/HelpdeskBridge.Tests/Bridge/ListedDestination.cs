namespace HelpdeskBridge.Tests.Bridge;

/// <summary>A destination as getDestinations answers it.</summary>
internal sealed record ListedDestination(long Id, bool HasOnline)
{
    public static ListedDestination Online(long id) => new(id, HasOnline: true);

    public static ListedDestination Offline(long id) => new(id, HasOnline: false);

    public override string ToString() => $"{Id} {(HasOnline ? "online" : "offline")}";
}
