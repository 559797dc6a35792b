using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Zendesk.Tickets;

namespace HelpdeskBridge.Tests.Zendesk;

public sealed class RequesterNameTests
{
    [Theory]
    [InlineData("Ivan Petrov", "Ivan Petrov")]
    [InlineData("  Ivan \r\n\t Petrov ", "Ivan Petrov")]
    [InlineData("Ivan\u2028Petrov", "Ivan Petrov")]
    [InlineData(null, "shop user-1")]
    [InlineData("", "shop user-1")]
    [InlineData("\u200B\u202E", "shop user-1")]
    [InlineData(" \n\t\u00A0 ", "shop user-1")]
    public void Agents_see_the_clients_name_on_one_line_and_never_an_empty_one(string? userName, string name) => GetName(userName).ShouldBe(name);

    [Theory]
    [InlineData(255, 255)]
    [InlineData(256, 255)]
    [InlineData(5000, 255)]
    public void A_name_is_at_most_255_characters(int given, int shown)
    {
        var name = GetName(new string('x', given));

        name.Length.ShouldBe(shown);
        name.EndsWith('…').ShouldBe(given > 255);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Shortening_cuts_no_character_in_half(int shift)
    {
        var name = GetName(new string('x', shift) + string.Concat(Enumerable.Repeat("😀", 200)));

        name.Length.ShouldBeLessThanOrEqualTo(255);
        name.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }

    [Fact]
    public void A_long_user_id_in_place_of_a_name_is_shortened_as_well() => GetName(null, new string('u', 1024)).Length.ShouldBe(255);

    private static string GetName(string? userName, string userId = "user-1") => ZendeskRequesters.GetName(new Conversation
    {
        Id = "c1", Client = new ChannelUser("shop", userId), Helpdesk = "main", Phase = Phase.Open, OpenedAt = ConversationFixture.Start,
        DestinationId = "1", UserName = userName,
    });
}
