using System.Globalization;
using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// The answers of the played Request Tracker: recorded ones with other values. So members stand in the orders in which they were recorded, and their
/// addresses lead to another host.
/// </summary>
internal sealed class RequestTrackerAnswers(RequestTrackerData data)
{
    public Answer Queues()
    {
        var list = RecordedExchange.Body("queues_200");
        list["items"]!.AsArray().RemoveAll(queue => !data.VisibleQueues.Contains((string)queue!["id"]!));
        return Answer.Ok(list.ToJsonString());
    }

    public Answer User(string idOrName)
    {
        if (data.FindUser(idOrName) is not { } user)
            return RecordedExchange.Answer("ticket_404");
        var json = RecordedExchange.Body(user.Privileged ? "user_agent_200" : "user_200");
        json["id"] = user.Id;
        json["Name"] = user.Name;
        json["RealName"] = user.RealName;
        json["Privileged"] = user.Privileged ? 1 : 0;
        json["EmailAddress"] = user.Email;
        json["Disabled"] = user.IsDisabled ? "1" : "0";
        return Answer.Ok(json.ToJsonString());
    }

    public Answer FindUsers(string address) => List(data.Users.Where(user => $"{user.Name}@example.com" == address).Select(user => new JsonObject
    {
        ["type"] = "user",
        ["id"] = user.Name,
        ["Name"] = user.Name,
        ["Privileged"] = "",
    }));

    /// <summary>A condition on a field that may not be searched is ignored, so that everybody is found.</summary>
    public Answer FindPersons(string field, string value) => List(data.Users
        .Where(user => field switch
        {
            "EmailAddress" => user.Email.Equals(value, StringComparison.OrdinalIgnoreCase),
            "Name" => user.Name.Equals(value, StringComparison.OrdinalIgnoreCase),
            _ => true,
        })
        .Select(user => new JsonObject
        {
            ["type"] = "user",
            ["id"] = user.Id,
            ["Name"] = user.Name,
            ["EmailAddress"] = user.Email,
        }));

    public Answer Ticket(long id)
    {
        if (data.FindTicket(id) is not { } ticket)
            return RecordedExchange.Answer("ticket_404");
        if (!data.VisibleQueues.Contains(ticket.Queue))
            return RecordedExchange.Answer("ticket_403");
        var json = RecordedExchange.Body("ticket_new_200");
        json["id"] = ticket.Id;
        json["Status"] = ticket.Status;
        json["Queue"]!["id"] = ticket.Queue;
        json["Owner"]!["id"] = ticket.Owner;
        json["Priority"] = ticket.Priority;
        json["EffectiveId"]!["id"] = Format(ticket.EffectiveId);
        json["LastUpdated"] = Format(ticket.UpdatedAt);
        json["Requestor"] = new JsonArray();
        if (ticket.Requestor is { } requestor)
            json["Requestor"]!.AsArray().Add(new JsonObject { ["type"] = "user", ["id"] = requestor });
        foreach (var (name, value) in new[] { ("Plan", ticket.Plan), ("BridgeId", ticket.BridgeId) })
        {
            var field = json["CustomFields"]!.AsArray().Single(field => (string?)field!["name"] == name)!;
            field["values"] = value is null ? new JsonArray() : new JsonArray(value);
        }

        return Answer.Ok(json.ToJsonString());
    }

    /// <summary>Deleted and merged ones are never found, nor those in queues that may not be seen.</summary>
    public Answer FindTickets(string query)
    {
        var found = data.Tickets.Where(ticket => ticket.Status != "deleted" && ticket.EffectiveId == ticket.Id
            && data.VisibleQueues.Contains(ticket.Queue)
            && RequestTrackerQuery.Matches(query, field => field switch
            {
                "id" => Format(ticket.Id),
                "Queue" => ticket.Queue,
                _ => ticket.RefersTo ?? "",
            }));
        return List(found.Select(ticket => new JsonObject
        {
            ["LastUpdated"] = Format(ticket.UpdatedAt),
            ["type"] = "ticket",
            ["id"] = Format(ticket.Id),
            ["Status"] = ticket.Status,
        }));
    }

    /// <summary>What is not committed, or in queues that may not be seen, is left out.</summary>
    public Answer FindTransactions(string query, bool isNewestFirst, int perPage, bool hasNumbers)
    {
        var tickets = data.Tickets.ToDictionary(ticket => ticket.Id);
        var found = data.Transactions.Where(entry => entry.IsCommitted && tickets.TryGetValue(entry.TicketId, out var ticket)
            && data.VisibleQueues.Contains(ticket.Queue) && RequestTrackerQuery.Matches(query, field => field switch
            {
                "id" => Format(entry.Id),
                "Type" => entry.Type,
                "ObjectId" => Format(entry.TicketId),
                "ObjectType" => "RT::Ticket",
                "TicketQueue" => ticket.Queue,
                _ => entry.Data,
            }));
        var page = (isNewestFirst ? found.OrderByDescending(entry => entry.Id) : found.OrderBy(entry => entry.Id)).Take(perPage);
        var samples = RecordedExchange.Body("transactions_feed_200")["items"]!.AsArray();
        return List(page.Select((entry, index) => Item(entry, samples[index % samples.Count]!.AsObject(), hasNumbers)));
    }

    public Answer Parts(long transaction, string page) =>
        List(page == "1" ? GetParts(transaction).Select(part => Item(part, withContent: false)) : []);

    /// <summary>The texts without a name, which is what the bridge asks for.</summary>
    public Answer Texts(long transaction) => List(
        from part in GetParts(transaction)
        where part.Name.Length == 0 && part.Type.StartsWith("text/", StringComparison.Ordinal)
        select Item(part, withContent: true));

    public Answer File(long id)
    {
        if (data.Transactions.SelectMany(entry => entry.Parts).FirstOrDefault(part => part.Id == id) is not { } part)
            return RecordedExchange.Answer("ticket_404");
        var json = RecordedExchange.Body("attachment_file_200");
        json["id"] = id;
        json["ContentType"] = part.Type;
        json["Filename"] = part.Name;
        json["Content"] = Convert.ToBase64String(part.Bytes, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n");
        return Answer.Ok(json.ToJsonString());
    }

    /// <summary>The answer of a call that made something.</summary>
    public static Answer Created(string recorded, string kind, long id)
    {
        var answer = RecordedExchange.Answer(recorded);
        return answer with { Headers = new Dictionary<string, string> { ["Location"] = $"/REST/2.0/{kind}/{id}" } };
    }

    private IReadOnlyList<RtStubPart> GetParts(long transaction) => data.Transactions.Single(entry => entry.Id == transaction).Parts;

    /// <summary>The number of a user stands in it only if it was asked for.</summary>
    private JsonObject Item(RtStubTransaction entry, JsonObject sample, bool hasNumbers)
    {
        var json = sample.DeepClone().AsObject();
        json["id"] = Format(entry.Id);
        json["Type"] = entry.Type;
        json["ObjectId"] = Format(entry.TicketId);
        json["Created"] = Format(entry.At);
        json["Field"] = entry.Field;
        json["NewValue"] = entry.NewValue;
        json["Creator"]!["id"] = hasNumbers ? data.FindUser(entry.Creator)!.Id : entry.Creator;
        json["Creator"]!["Name"] = entry.Creator;
        return json;
    }

    private static JsonObject Item(RtStubPart part, bool withContent)
    {
        var json = RecordedExchange.Body("attachments_of_transaction_200")["items"]![0]!.DeepClone().AsObject();
        json["id"] = Format(part.Id);
        json["ContentType"] = part.Type;
        json["Filename"] = part.Name;
        json["ContentLength"] = Format(part.Bytes.Length);
        if (withContent)
            json["Content"] = part.Text;
        return json;
    }

    /// <summary>Where it can't tell whether everything may be seen, neither total nor pages are known.</summary>
    private static Answer List(IEnumerable<JsonObject> items)
    {
        var all = new JsonArray([.. items]);
        return Answer.Ok(new JsonObject { ["count"] = all.Count, ["page"] = 1, ["pages"] = null, ["total"] = null, ["items"] = all }.ToJsonString());
    }

    private static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Format(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
