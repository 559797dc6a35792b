using System.Net;
using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Tickets;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Time;
using Refit;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>How a message is found whose answer was lost.</summary>
public sealed class SentMessageFinderTests
{
    private const string Ticket = """{"id":"7","Status":"open"}""";
    private const string MergedTicket = """{"id":"10","Status":"open"}""";
    private const string Nothing = """{"items":[]}""";

    [Theory]
    [InlineData(Ticket, "(ObjectId = 7)")]
    [InlineData(MergedTicket, "(ObjectId = 7 OR ObjectId = 10)")]
    public async Task It_is_looked_for_in_the_ticket_and_in_the_one_that_this_was_merged_into(string ticket, string where)
    {
        using var server = new Server(HttpStatusCode.OK, ticket, """{"items":[{"id":"72"}]}""");

        (await FindAsync(server)).ShouldBe(("72", (RequestTrackerFailure?)null));
        server.Query.ShouldContain(where);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "")]
    [InlineData(HttpStatusCode.OK, "not JSON")]
    public async Task Where_the_ticket_can_not_be_read_now_it_is_not_said_that_the_message_is_not_there(HttpStatusCode status, string body)
    {
        using var server = new Server(status, body, Nothing);

        var (id, failure) = await FindAsync(server);

        id.ShouldBeNull();
        failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_list_that_is_missing_in_the_answer_does_not_say_that_the_message_is_not_there()
    {
        using var server = new Server(HttpStatusCode.OK, Ticket, "{}");

        (await FindAsync(server)).Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task In_a_ticket_that_is_gone_there_is_nothing_to_find()
    {
        using var server = new Server(HttpStatusCode.NotFound, """{"message":"No such ticket"}""", Nothing);

        (await FindAsync(server)).ShouldBe(((string?)null, (RequestTrackerFailure?)null));
    }

    private static async Task<(string? Id, RequestTrackerFailure? Failure)> FindAsync(Server server)
    {
        using var http = new HttpClient(server) { BaseAddress = new Uri("https://rt.example.com/REST/2.0") };
        var api = RestService.ForGenerated<IRequestTrackerApi>(http, RequestTrackerJson.RefitSettings);
        var now = ConversationFixture.Start;
        var message = new StoredMessage("m1", "c1", Direction.ToHelpdesk, 1, new ClientText("Hello"), MessageState.Sending, 1, now, now);
        var batch = new OutboundBatch(ConversationStates.TicketOpen.Conversation!, [message], MayHaveArrived: true);
        return await new SentMessageFinder(api, new BridgeClock(TimeProvider.System)).FindMessageAsync(
            batch, TestContext.Current.CancellationToken);
    }

    /// <summary>Answers the read of the ticket, and the search for transactions.</summary>
    private sealed class Server(HttpStatusCode ticketStatus, string ticket, string transactions) : HttpMessageHandler
    {
        public string Query { get; private set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isTicket = request.RequestUri!.AbsolutePath.Contains("/ticket/", StringComparison.Ordinal);
            if (!isTicket)
                Query = Uri.UnescapeDataString(request.RequestUri.Query);
            var content = new StringContent(isTicket ? ticket : transactions, Encoding.UTF8, "application/json");
            return Task.FromResult(
                new HttpResponseMessage(isTicket ? ticketStatus : HttpStatusCode.OK) { Content = content, RequestMessage = request });
        }
    }
}
