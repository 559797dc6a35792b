using System.Globalization;
using HelpdeskBridge.NewHelpdesk.Api;

namespace HelpdeskBridge.NewHelpdesk.Desk;

/// <summary>
/// The imagined helpdesk itself: tickets, users and files in memory, and what its agents do. It is here only so that the template runs. For a real
/// product write a simulator like those in <c>samples/Simulators</c>, as strict as the product.
/// </summary>
internal sealed class InMemoryDesk(TimeProvider time)
{
    public static readonly DeskUser Agent = new("agent-1", "Nora Weber", "agent");

    private static readonly DeskUser Bot = new("bot-1", "Helpdesk Bridge", "bot");

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DeskTicket> _tickets = [];
    private readonly Dictionary<string, string> _keys = [];
    private readonly Dictionary<string, DeskUser> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DeskFile File, byte[] Content)> _files = [];
    private readonly List<string> _changes = [];
    private int _lastId = 100;

    public IReadOnlyList<DeskGroup> Groups { get; } = [new("1", "Support"), new("2", "Billing")];

    /// <summary>Every ticket that was not deleted, oldest first.</summary>
    public IReadOnlyList<DeskTicket> Tickets
    {
        get
        {
            lock (_gate)
                return [.. _tickets.Values.OrderBy(ticket => int.Parse(ticket.Id, CultureInfo.InvariantCulture))];
        }
    }

    public DeskTicket? Find(string id)
    {
        lock (_gate)
            return _tickets.GetValueOrDefault(id);
    }

    public DeskUser? FindUser(string externalId)
    {
        lock (_gate)
            return _users.GetValueOrDefault(externalId);
    }

    public IReadOnlyList<DeskTicket> FindByKey(string key)
    {
        lock (_gate)
            return _keys.TryGetValue(key, out var id) && _tickets.TryGetValue(id, out var ticket) ? [ticket] : [];
    }

    public DeskUser SaveUser(DeskUserDraft draft)
    {
        lock (_gate)
        {
            var known = _users.GetValueOrDefault(draft.ExternalId) ?? new DeskUser(NewId(), "Client", "client");
            return _users[draft.ExternalId] = known with { Name = draft.Name ?? known.Name };
        }
    }

    /// <summary>Opens a ticket for the bridge.</summary>
    public DeskTicket Create(DeskTicketDraft draft)
    {
        lock (_gate)
        {
            var requester = _users.Values.Single(user => user.Id == draft.RequesterId);
            var ticket = new DeskTicket(NewId(), "open", draft.GroupId, draft.Subject, requester, null, time.GetUtcNow(), []);
            _keys[draft.Key] = ticket.Id;
            return Save(ticket with { Comments = [CreateComment(draft.Comment, Bot)] });
        }
    }

    /// <summary>Changes a ticket for the bridge.</summary>
    public DeskTicket Update(string id, DeskTicketChange change) => Update(id, change, Bot);

    /// <summary>An agent comments, and becomes the assignee.</summary>
    public void Comment(string id, string text, bool isPublic, params IReadOnlyList<string> fileIds) =>
        Update(id, new DeskTicketChange(Comment: new DeskCommentDraft("", text, isPublic, fileIds)), Agent);

    public void SetStatus(string id, string status) => Update(id, new DeskTicketChange(status), Agent);

    public void Delete(string id)
    {
        lock (_gate)
        {
            _tickets.Remove(id);
            _changes.Add(id);
        }
    }

    public DeskFile AddFile(string name, string type, byte[] content)
    {
        lock (_gate)
        {
            var file = new DeskFile(NewId(), name, type, content.Length);
            _files[file.Id] = (file, content);
            return file;
        }
    }

    public (DeskFile File, byte[] Content)? FindFile(string id)
    {
        lock (_gate)
            return _files.TryGetValue(id, out var found) ? found : null;
    }

    /// <param name="after">The number of the last change that is known.</param>
    /// <param name="limit">How many at most; 0: only the number of the newest one.</param>
    public DeskChanges ReadChanges(long after, int limit)
    {
        lock (_gate)
        {
            var found = _changes.Skip((int)after).Take(limit).ToList();
            var last = limit == 0 ? _changes.Count : after + found.Count;
            return new DeskChanges(found, last, HasMore: last < _changes.Count);
        }
    }

    private DeskTicket Update(string id, DeskTicketChange change, DeskUser author)
    {
        lock (_gate)
        {
            var ticket = _tickets[id];
            return Save(ticket with
            {
                Status = change.Status ?? ticket.Status,
                GroupId = change.GroupId ?? ticket.GroupId,
                Assignee = author == Agent ? Agent : ticket.Assignee,
                Comments = change.Comment is null ? ticket.Comments : [.. ticket.Comments, CreateComment(change.Comment, author)],
            });
        }
    }

    private DeskTicket Save(DeskTicket ticket)
    {
        _changes.Add(ticket.Id);
        return _tickets[ticket.Id] = ticket with { UpdatedAt = time.GetUtcNow() };
    }

    private DeskComment CreateComment(DeskCommentDraft draft, DeskUser author) => new(
        NewId(), time.GetUtcNow(), author, draft.IsPublic, draft.Text, draft.Key.Length > 0 ? draft.Key : null,
        [.. (draft.FileIds ?? []).Select(id => _files[id].File)]);

    private string NewId() => (++_lastId).ToString(CultureInfo.InvariantCulture);
}
