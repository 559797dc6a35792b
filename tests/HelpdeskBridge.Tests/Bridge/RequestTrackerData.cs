using System.Text;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>What the played Request Tracker keeps, and what its users do there. It behaves as the real one was seen to, traps included.</summary>
internal sealed class RequestTrackerData(Func<DateTimeOffset> now)
{
    public const string Bridge = "bridge";
    public const string Olga = "olga";
    public const long FirstTicket = 701;

    private readonly Lock _lock = new();
    private readonly List<RtStubTransaction> _transactions = [];
    private readonly Dictionary<long, RtStubTicket> _tickets = [];
    private readonly List<RtStubUser> _users =
    [
        new(1, "RT_System", "The RT System itself", true), new(29, Bridge, "Helpdesk Bridge", true), new(31, Olga, "Olga Petrova", true),
        new(32, "ben", "Ben Miller", true), new(33, "visitor@example.com", "A Visitor", false),
    ];

    private long _lastTransaction = 54;
    private long _lastPart;

    /// <summary>The queues that the bridge's user sees.</summary>
    public HashSet<string> VisibleQueues { get; } = ["3", "4"];

    /// <summary>The queues in which it may create tickets.</summary>
    public HashSet<string> OpenQueues { get; } = ["3", "4"];

    /// <summary>Whether the scrip "On Correspond Open Inactive Tickets" is on.</summary>
    public bool OpensInactiveTickets { get; set; } = true;

    /// <summary>A status that the bridge's user may not set.</summary>
    public string? RefusedStatus { get; set; }

    /// <summary>Whether the priority of tickets can't be changed.</summary>
    public bool RefusesPriority { get; set; }

    /// <summary>Whether $DropLongAttachments is on, for files of any size.</summary>
    public bool DropsAttachments { get; set; }

    /// <summary>Whether tickets have the custom field Plan.</summary>
    public bool HasPlan { get; set; } = true;

    public IReadOnlyList<RtStubTransaction> Transactions
    {
        get
        {
            lock (_lock)
                return [.. _transactions];
        }
    }

    public IReadOnlyList<RtStubTicket> Tickets
    {
        get
        {
            lock (_lock)
                return [.. _tickets.Values];
        }
    }

    public IReadOnlyList<RtStubUser> Users
    {
        get
        {
            lock (_lock)
                return [.. _users];
        }
    }

    /// <summary>What the bridge wrote for clients, in order: tickets' first texts and correspondence.</summary>
    public IReadOnlyList<string> Words => [.. Written(type => type is "Create" or "Correspond").Select(entry => entry.Text)];

    public IReadOnlyList<string> Notes => [.. Written(type => type == "Comment").Select(entry => entry.Text)];

    /// <returns>Null: it was never there, or is shredded.</returns>
    public RtStubTicket? FindTicket(long id)
    {
        lock (_lock)
            return _tickets.TryGetValue(id, out var ticket) && ticket.EffectiveId != id ? _tickets[ticket.EffectiveId] : ticket;
    }

    /// <summary>Names are compared without regard to case.</summary>
    public RtStubUser? FindUser(string idOrName) => Users.FirstOrDefault(
        user => user.Id.ToString() == idOrName || user.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase));

    public void Shred(long ticket)
    {
        lock (_lock)
            _tickets.Remove(ticket);
    }

    public void RemoveUsers(Func<RtStubUser, bool> which)
    {
        lock (_lock)
            _users.RemoveAll(user => which(user));
    }

    /// <summary>An agent answers.</summary>
    public long Correspond(long ticket, string text, string by = Olga, string type = "text/plain", params RtStubFile[] files) =>
        AddMessage("Correspond", ticket, by, "No Subject", text, type, files);

    public long Comment(long ticket, string text, string by = Olga) => AddMessage("Comment", ticket, by, "No Subject", text, "text/plain", []);

    /// <summary>An answer whose database transaction is not committed yet, although its number is given.</summary>
    public long CorrespondUncommitted(long ticket, string text) =>
        AddMessage("Correspond", ticket, Olga, "No Subject", text, "text/plain", [], isCommitted: false);

    public void Commit(long transaction)
    {
        lock (_lock)
        {
            var index = _transactions.FindIndex(entry => entry.Id == transaction);
            _transactions[index] = _transactions[index] with { IsCommitted = true };
        }
    }

    public void SetStatus(long ticket, string status, string by = Olga)
    {
        lock (_lock)
        {
            Change(_tickets[ticket] with { Status = status });
            Add(new RtStubTransaction(NextTransaction(), "Status", by, now(), ticket) { Field = "Status", NewValue = status });
        }
    }

    public void SetQueue(long ticket, string queue, string by = Olga)
    {
        lock (_lock)
        {
            Change(_tickets[ticket] with { Queue = queue });
            Add(new RtStubTransaction(NextTransaction(), "Set", by, now(), ticket) { Field = "Queue", NewValue = queue });
        }
    }

    /// <summary>From then on the one shows the other.</summary>
    public void Merge(long ticket, long into, string by = Olga)
    {
        lock (_lock)
        {
            Change(_tickets[ticket] with { EffectiveId = into });
            Change(_tickets[into]);
            foreach (var one in new[] { ticket, into })
            {
                var merge = new RtStubTransaction(NextTransaction(), "AddLink", by, now(), one);
                Add(merge with { Field = "MergedInto", NewValue = $"fsck.com-rt://example.com/ticket/{into}" });
            }
        }
    }

    public void Update(long ticket, Func<RtStubTicket, RtStubTicket> change)
    {
        lock (_lock)
            Change(change(_tickets[ticket]));
    }

    public RtStubTicket AddTicket(RtStubTicket draft, string text, RtStubFile[] files)
    {
        lock (_lock)
        {
            var id = FirstTicket + _tickets.Count;
            Change(draft with { Id = id, EffectiveId = id });
            Add(new RtStubTransaction(NextTransaction(), "Create", Bridge, now(), id) { Parts = CreateParts(text, "text/plain", files) });
            return _tickets[id];
        }
    }

    public RtStubUser AddUser(string name, string realName, string email = "", bool isPrivileged = false, bool isDisabled = false)
    {
        lock (_lock)
        {
            var user = new RtStubUser(_users.Max(known => known.Id) + 11, name, realName, isPrivileged) { Email = email, IsDisabled = isDisabled };
            _users.Add(user);
            return user;
        }
    }

    public void Rename(RtStubUser user, string realName)
    {
        lock (_lock)
            _users[_users.IndexOf(user)] = user with { RealName = realName };
    }

    /// <summary>What is written to a merged ticket lands in its target. A message opens what is not open, deleted tickets too.</summary>
    public long AddMessage(
        string kind, long ticketId, string by, string data, string text, string type, RtStubFile[] files, bool isCommitted = true)
    {
        lock (_lock)
        {
            var ticket = _tickets[_tickets[ticketId].EffectiveId];
            var message = new RtStubTransaction(NextTransaction(), kind, by, now(), ticket.Id)
            {
                Data = data,
                Parts = CreateParts(text, type, files),
                IsCommitted = isCommitted,
            };
            Add(message);
            Change(ticket);
            if (DropsAttachments && files.Length > 0)
                Add(new RtStubTransaction(NextTransaction(), "AttachmentDrop", by, now(), ticket.Id));
            if (kind == "Correspond" && OpensInactiveTickets && ticket.Status is not ("open" or "stalled"))
                SetStatus(ticket.Id, "open", "RT_System");
            return message.Id;
        }
    }

    private IEnumerable<RtStubTransaction> Written(Func<string, bool> isType) =>
        Transactions.Where(entry => entry.Creator == Bridge && isType(entry.Type));

    private List<RtStubPart> CreateParts(string text, string type, RtStubFile[] files)
    {
        // A zero alone is false in Perl.
        var content = text == "0" ? [] : Encoding.UTF8.GetBytes(text);
        var body = new RtStubPart(++_lastPart, content.Length == 0 && files.Length > 0 ? "application/octet-stream" : type, "", content);
        return files.Length == 0
            ? [body]
            : [new RtStubPart(++_lastPart, "multipart/mixed", "", []), body, .. files.Select(file =>
                new RtStubPart(++_lastPart, file.Type, file.Name, Recode(file)))];
    }

    /// <summary>Texts become UTF-8.</summary>
    private static byte[] Recode(RtStubFile file) =>
        file.Type.StartsWith("text/", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(file.Bytes)) : file.Bytes;

    private long NextTransaction() => ++_lastTransaction;

    private void Add(RtStubTransaction entry) => _transactions.Add(entry);

    private void Change(RtStubTicket ticket) => _tickets[ticket.Id] = ticket with { UpdatedAt = now() };
}
