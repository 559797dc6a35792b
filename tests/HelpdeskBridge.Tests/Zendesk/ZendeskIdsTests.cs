using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Tests.Zendesk;

public sealed class ZendeskIdsTests
{
    [Theory]
    [InlineData("telegram-123-987654", "jaicp:shop:telegram-123-987654")]
    [InlineData("a", "jaicp:shop:a")]
    [InlineData("user@example.com", "jaicp:shop:user@example.com")]
    public void A_short_plain_lower_case_id_stays_readable(string userId, string externalId) =>
        ZendeskIds.GetUserExternalId(new ChannelUser("shop", userId)).ShouldBe(externalId);

    [Theory]
    [InlineData("Telegram-123")]
    [InlineData("пользователь")]
    [InlineData("two words")]
    [InlineData("-dash")]
    [InlineData("tab\t")]
    [InlineData("line\n")]
    [InlineData("ſ")]
    [InlineData("K")]
    [InlineData("sha256-0000")]
    public void Any_other_is_replaced_by_its_hash(string userId) =>
        ZendeskIds.GetUserExternalId(new ChannelUser("shop", userId)).ShouldMatch("^jaicp:shop:sha256-[0-9a-f]{64}\\z");

    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData("abc", "aBc")]
    [InlineData("AbC", "aBc")]
    [InlineData("ivan", "İvan")]
    [InlineData("k", "\u212A")]
    [InlineData("abc", "abc\n")]
    [InlineData("abc", " abc")]
    public void Ids_that_differ_stay_apart_where_letter_case_and_outer_white_space_do_not_count(string one, string other) =>
        string.Equals(AsZendesk(new ChannelUser("shop", one)), AsZendesk(new ChannelUser("shop", other)), StringComparison.OrdinalIgnoreCase)
            .ShouldBeFalse();

    [Fact]
    public void A_hash_typed_in_as_an_id_is_not_taken_for_that_hash()
    {
        var hashed = ZendeskIds.GetUserExternalId(new ChannelUser("shop", "Ivan"))["jaicp:shop:".Length..];

        ZendeskIds.GetUserExternalId(new ChannelUser("shop", hashed)).ShouldNotBe($"jaicp:shop:{hashed}");
    }

    public static Arbitrary<string[]> UserIds()
    {
        var letter = Gen.Elements("aAbBkK\u212AsSſiIİı1-._@:+ \n\t".ToCharArray());
        var shortId = letter.NonEmptyListOf().Select(letters => new string([.. letters.Take(4)]));
        var anyId = Gen.Choose(90, 1024).Select(length => new string('a', length));
        return Gen.Frequency((9, shortId), (1, anyId)).ArrayOf(40).ToArbitrary();
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(ZendeskIdsTests)])]
    public void No_two_ids_collide_without_regard_to_letter_case(string[] userIds)
    {
        var distinct = userIds.Distinct(StringComparer.Ordinal).ToList();

        distinct.Select(id => AsZendesk(new ChannelUser("shop", id))).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(distinct.Count);
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(ZendeskIdsTests)])]
    public void An_external_id_is_at_most_255_characters(string[] userIds)
    {
        var channel = new string('c', 64);

        userIds.ShouldAllBe(id => ZendeskIds.GetUserExternalId(new ChannelUser(channel, id)).Length <= 255);
    }

    [Fact]
    public void Channels_keep_their_clients_apart() =>
        ZendeskIds.GetUserExternalId(new ChannelUser("a", "b")).ShouldNotBe(ZendeskIds.GetUserExternalId(new ChannelUser("b", "b")));

    [Theory]
    [InlineData(0, "jaicp:c1")]
    [InlineData(1, "jaicp:c1:2")]
    [InlineData(2, "jaicp:c1:3")]
    public void Each_ticket_of_a_conversation_has_an_external_id_of_its_own(int ticketsOpened, string externalId)
    {
        var conversation = new Conversation
        {
            Id = "c1", Client = ConversationFixture.Client, Helpdesk = "main", Phase = Phase.Open, OpenedAt = ConversationFixture.Start,
            DestinationId = "1", TicketsOpened = ticketsOpened,
        };

        ZendeskIds.GetTicketExternalId(conversation).ShouldBe(externalId);
        ZendeskIds.IsTicketExternalId(externalId).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("crm-77")]
    [InlineData("JAICP:c1")]
    public void Other_tickets_are_not_ours(string? externalId) => ZendeskIds.IsTicketExternalId(externalId).ShouldBeFalse();

    [Fact]
    public void An_idempotency_key_stands_for_one_message_and_one_body()
    {
        var key = ZendeskIds.CreateIdempotencyKey("m1", "{}");

        key.ShouldBe(ZendeskIds.CreateIdempotencyKey("m1", "{}"));
        key.ShouldNotBe(ZendeskIds.CreateIdempotencyKey("m2", "{}"));
        key.ShouldNotBe(ZendeskIds.CreateIdempotencyKey("m1", "{ }"));
        key.Length.ShouldBeLessThanOrEqualTo(255);
    }

    /// <summary>Zendesk doesn't say what it does about white space around an external id: the safe assumption is that it drops it.</summary>
    private static string AsZendesk(ChannelUser client) => ZendeskIds.GetUserExternalId(client).Trim();
}
