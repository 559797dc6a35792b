using HelpdeskBridge.Conversations;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Texts;

namespace HelpdeskBridge.Helpdesk.Zendesk;

/// <summary>Internal notes with what the bot told for the agent. Hidden attributes are in none of them.</summary>
internal static class ContextNotes
{
    public static string Of(ContextNote told, ChannelOptions channel) => StaffNote.Blocks(
        [.. Block(channel, TextName.ContextAttributes, ContextText.Lines(told.Attributes)), .. Block(channel, TextName.ContextCustomData, ContextText.Json(told.CustomData))]);

    /// <summary>Only what changed; often nothing, as a bot hands over for another group.</summary>
    public static string Of(MoveTicket move, ChannelOptions channel) => StaffNote.Blocks(
    [
        channel.Say(TextName.HandedOverAgain),
        .. Block(channel, TextName.ContextAttributes, ContextText.Changes(move.Attributes)),
        .. Block(channel, TextName.ContextCustomData, ContextText.Changes(move.CustomData)),
    ]);

    /// <summary>A part whose heading the channel leaves empty is not shown.</summary>
    private static IEnumerable<string?> Block(ChannelOptions channel, TextName heading, string text) =>
        text.Length > 0 && channel.Say(heading) is { Length: > 0 } words ? [words, StaffNote.Literally(text)] : [];
}
