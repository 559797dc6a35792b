namespace HelpdeskBridge.Helpdesks;

/// <summary>What <c>setup</c> makes only where it is asked for, because the bridge works without it.</summary>
/// <param name="TicketFields">
/// The names of attributes for which the account shall have a ticket field. Those that were made for this bridge before are compared as well.
/// </param>
/// <param name="Macros">
/// Whether agents shall have a macro for each tag that gives chats back to the bot. Those that were made before are compared as well.
/// </param>
internal sealed record SetupWishes(IReadOnlyList<string> TicketFields, bool Macros)
{
    public static readonly SetupWishes None = new([], Macros: false);
}
