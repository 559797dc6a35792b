using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>A row of a table of rules: a state of the conversation, an event, and what is expected to come of it.</summary>
public sealed class ConversationCase
{
    private readonly ConversationState _given;
    private readonly ConversationEvent _when;
    private readonly ConversationOutcome _then;

    internal ConversationCase(ConversationState given, ConversationEvent when, ConversationOutcome then) =>
        (_given, _when, _then) = (given, when, then);

    public void Verify()
    {
        var conversation = new ConversationFixture
        {
            Current = _given.Conversation,
            Policy = ConversationFixture.DefaultPolicy with { IdleAfter = TimeSpan.FromHours(1), SilentNotices = new HashSet<Notice>() },
        };

        ConversationOutcome.Create(conversation, _when.Input).ShouldBe(_then, $"given {_given}, when {_when}");
    }

    public override string ToString() => $"given {_given}, when {_when}, then {_then}";
}
