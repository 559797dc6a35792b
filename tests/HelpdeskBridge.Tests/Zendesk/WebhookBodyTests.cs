using System.Text;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.Tests.Zendesk;

public sealed class WebhookBodyTests
{
    [Theory]
    [InlineData("""{"ticket_id":"35","external_id":"jaicp:c1","status":"Open"}""", "35", true)]
    [InlineData("""{"ticket_id":35,"external_id":"jaicp:c1","status":"Open"}""", "35", true)]
    [InlineData("""{"ticket_id":"33144692244499","external_id":"","status":"Open"}""", "33144692244499", false)]
    [InlineData("""{"ticket_id":"35","external_id":"crm-7"}""", "35", false)]
    [InlineData("""{"ticket_id":"35","external_id":null}""", "35", false)]
    [InlineData("""{"ticket_id":"35","external_id":{"a":1}}""", "35", false)]
    [InlineData("""{"ticket_id":"35","type":"other","subject":"zen:user:1"}""", "35", false)]
    [InlineData("""{"ticket_id":"35","external_id":"a "quoted" id","status":"Open"}""", "35", false)]
    [InlineData("""  { "ticket_id" : 35 , "external_id":"x","status":"a "new" one","ticket_id":"36"}""", "35", false)]
    public void The_body_of_our_trigger_names_the_ticket(string body, string ticket, bool isOurs) =>
        Read(body).ShouldBe(new WebhookReading.AboutTicket(ticket, isOurs));

    [Theory]
    [InlineData(
        """{"type":"zen:event-type:ticket.comment_added","subject":"zen:ticket:5158","detail":{"id":"5158","external_id":"jaicp:c1"},"event":{}}""",
        "5158", true, null)]
    [InlineData("""{"type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:5158","detail":{"external_id":null}}""", "5158", false, null)]
    [InlineData("""{"type":"zen:event-type:ticket.soft_deleted","subject":"zen:ticket:5158"}""", "5158", false, null)]
    [InlineData("""{"type":"zen:event-type:ticket.marked_as_spam","subject":"zen:ticket:5158","event":{}}""", "5158", false, null)]
    [InlineData("""{"type":"zen:event-type:ticket.merged","subject":"zen:ticket:5158","event":{"target_ticket_id":"5159"}}""", "5158", false, "5159")]
    [InlineData("""{"type":"zen:event-type:ticket.merged","subject":"zen:ticket:5158","event":{"target_ticket_id":33144692244499}}""", "5158", false,
        "33144692244499")]
    [InlineData("""{"type":"zen:event-type:ticket.merged","subject":"zen:ticket:5158","event":{"target_ticket_id":"x/1"}}""", "5158", false, null)]
    [InlineData("""{"type":"zen:event-type:ticket.merged","subject":"zen:ticket:5158","event":[]}""", "5158", false, null)]
    [InlineData(
        """{"type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:5158","event":{"target_ticket_id":"5159"}}""", "5158", false, null)]
    [InlineData("""{"type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:5158","detail":[]}""", "5158", false, null)]
    [InlineData("""{"type":"zen:event-type:messaging_ticket.message_added","subject":"zen:ticket:5158"}""", "5158", false, null)]
    public void The_envelope_of_an_event_names_the_ticket(string body, string ticket, bool isOurs, string? mergedInto) =>
        Read(body).ShouldBe(new WebhookReading.AboutTicket(ticket, isOurs) { MergedInto = mergedInto });

    [Theory]
    [InlineData("""{"tags_added":["vip","Back_To_Bot"]}""", true)]
    [InlineData("""{"tags_added":["vip"],"tags_removed":["back_to_bot"]}""", false)]
    [InlineData("""{"tags_added":"back_to_bot"}""", false)]
    [InlineData("""{"tags_added":["\ud83d","back_to_bot"]}""", true)]
    [InlineData("{}", false)]
    public void A_change_of_tags_concerns_somebody_only_if_one_gives_the_chat_back(string change, bool isRead)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"type":"zen:event-type:ticket.tags_changed","subject":"zen:ticket:5158","event":{{change}}}""");

        (WebhookBody.Read(body, "back_to_bot") is WebhookReading.AboutTicket).ShouldBe(isRead);
        WebhookBody.Read(body).ShouldBeOfType<WebhookReading.NotAboutTicket>();
    }

    [Theory]
    [InlineData("""{"is_public":true,"author":{"id":"77","is_staff":true}}""", "77")]
    [InlineData("""{"is_public":true,"author":{"id":77,"is_staff":true}}""", "77")]
    [InlineData("""{"author":{"id":"77","is_staff":true}}""", null)]
    [InlineData("""{"is_public":true,"author":{"id":"77"}}""", null)]
    [InlineData("""{"is_public":true,"author":{"is_staff":true}}""", null)]
    [InlineData("""{"is_public":true,"author":{"id":null,"is_staff":true}}""", null)]
    [InlineData("""{"is_public":true}""", null)]
    [InlineData("[]", null)]
    public void The_event_of_a_comment_names_the_agent_only_if_it_says_that_an_agent_wrote_it_in_public(string comment, string? agent) =>
        Read($$$$$"""{"type":"zen:event-type:ticket.comment_added","subject":"zen:ticket:5158","event":{"comment":{{{{{comment}}}}}}}""")
            .ShouldBe(new WebhookReading.AboutTicket("5158", IsOurs: false) { CommentBy = agent });

    [Theory]
    [InlineData("""{"type":"zen:event-type:user.created","subject":"zen:user:1"}""")]
    [InlineData("""{"type":"zen:event-type:agent.state_changed","subject":"zen:agent:10011"}""")]
    public void An_event_about_something_else_is_not_about_a_ticket(string body) => Read(body).ShouldBeOfType<WebhookReading.NotAboutTicket>();

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"35\"")]
    [InlineData("{}")]
    [InlineData("{\"ticket_id\":\"35\"")]
    [InlineData("""{"external_id":"a "quoted" id","ticket_id":"35"}""")]
    [InlineData("""{"ticket_id":"35 "and" more","external_id":"x"}""")]
    [InlineData("""{"ticket_id":""}""")]
    [InlineData("""{"ticket_id":null}""")]
    [InlineData("""{"ticket_id":"{{ticket.id}}"}""")]
    [InlineData("""{"ticket_id":"-35"}""")]
    [InlineData("""{"ticket_id":3.5}""")]
    [InlineData("""{"ticket_id":"٣٥"}""")]
    [InlineData("""{"ticket_id":"35/../36"}""")]
    [InlineData("""{"ticket_id":"12345678901234567890"}""")]
    [InlineData("""{"ticket_id":["35"]}""")]
    [InlineData("""{"type":"zen:event-type:ticket.created"}""")]
    [InlineData("""{"type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:"}""")]
    [InlineData("""{"type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:abc"}""")]
    [InlineData("""{"ticket_id":"\ud800"}""")]
    [InlineData("""{"\ud800et_id":"35"}""")]
    public void Anything_else_can_not_be_read(string body) => Read(body).ShouldBeOfType<WebhookReading.Unreadable>();

    [Fact]
    public void Bytes_that_are_no_text_can_not_be_read() =>
        WebhookBody.Read((byte[])[.. "{\"ticket_id\":\""u8, 0xFF, 0xFE, .. "\"}"u8]).ShouldBeOfType<WebhookReading.Unreadable>();

    [Fact]
    public void A_ticket_whose_external_id_is_no_text_is_not_ours() =>
        Read("""{"ticket_id":"35","external_id":"\ud800"}""").ShouldBe(new WebhookReading.AboutTicket("35", IsOurs: false));

    private static WebhookReading Read(string body) => WebhookBody.Read(Encoding.UTF8.GetBytes(body));
}
