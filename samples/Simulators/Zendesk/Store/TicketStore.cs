namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>All tickets and their comments. Every change, through the API and by agents, is made here.</summary>
internal sealed class TicketStore(UserDirectory users, AttachmentStore files, TicketValidator validator, IdSequence ids, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, TicketThread> _threads = [];
    private readonly List<long> _order = [];
    private readonly Dictionary<string, List<long>> _byExternalId = new(StringComparer.Ordinal);
    private readonly IdSequence _ticketIds = new(35_435);

    /// <summary>Called for each change, in order, before the method that made it returns. Must not block.</summary>
    public Action<Audit> OnChanged { get; set; } = _ => { };

    public Audit Create(Func<long, DateTimeOffset, SimulatedTicket> create, CommentDraft comment, Origin origin)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var created = create(_ticketIds.Next(), now.ToSecond());
            validator.Validate(null, created, comment, origin);
            if (IsBlank(comment))
                throw ZendeskApiException.Invalid("base", "Description: cannot be blank", "BlankValue");

            created = LinkToSource(created) with { IsPublic = comment.IsPublic ?? true };
            var auditId = ids.Next();
            var first = CreateComment(created, comment, origin, auditId, now);
            created = created with { Description = first.Body };
            var thread = new TicketThread(created);
            thread.Comments.Add(first);
            _threads.Add(created.Id, thread);
            _order.Add(created.Id);
            UpdateIndex(null, created);
            return Publish(thread, new Audit(auditId, origin.Updater, now, null, created, first, origin.Metadata));
        }
    }

    public Audit Update(long ticketId, Func<SimulatedTicket, SimulatedTicket> change, CommentDraft? comment, Origin origin)
    {
        lock (_gate)
        {
            var thread = GetThread(ticketId);
            var before = thread.Ticket;
            if (before.Status == TicketStatus.Closed)
                throw ZendeskApiException.Closed();

            var now = time.GetUtcNow();
            var after = change(before);
            validator.Validate(before, after, comment, origin);
            if (after.AssigneeId is not null && after.AssigneeId != before.AssigneeId && after.Status == TicketStatus.New)
                after = after with { Status = TicketStatus.Open };

            var auditId = ids.Next();
            var added = comment is null || IsBlank(comment) ? null : CreateComment(after, comment, origin, auditId, now);
            if (added is null && after == before)
                return new Audit(auditId, origin.Updater, now, before, before, null, origin.Metadata); // nothing changed: no event and no webhook

            after = after with { UpdatedAt = now.ToSecond() };
            if (added is not null)
                thread.Comments.Add(added);
            thread.Ticket = after;
            UpdateIndex(before, after);
            return Publish(thread, new Audit(auditId, origin.Updater, now, before, after, added, origin.Metadata));
        }
    }

    public SimulatedTicket? Find(long id)
    {
        lock (_gate)
            return _threads.TryGetValue(id, out var thread) && !thread.Ticket.IsDeleted ? thread.Ticket : null;
    }

    public IReadOnlyList<SimulatedTicket> FindByExternalId(string externalId)
    {
        lock (_gate)
        {
            return _byExternalId.TryGetValue(externalId, out var found)
                ? [.. found.Select(id => _threads[id].Ticket).Where(ticket => !ticket.IsDeleted)]
                : [];
        }
    }

    public IReadOnlyList<SimulatedTicket> GetAll()
    {
        lock (_gate)
            return [.. _order.Select(id => _threads[id].Ticket)];
    }

    public IReadOnlyList<SimulatedComment> GetComments(long ticketId)
    {
        lock (_gate)
            return _threads.TryGetValue(ticketId, out var thread) ? [.. thread.Comments] : [];
    }

    public IReadOnlyList<Audit> GetAudits(long ticketId)
    {
        lock (_gate)
            return _threads.TryGetValue(ticketId, out var thread) ? [.. thread.Audits] : [];
    }

    public int CountComments(long ticketId)
    {
        lock (_gate)
            return _threads.TryGetValue(ticketId, out var thread) ? thread.Comments.Count : 0;
    }

    private TicketThread GetThread(long id) =>
        _threads.TryGetValue(id, out var thread) && !thread.Ticket.IsDeleted ? thread : throw ZendeskApiException.NotFound();

    /// <summary>If the source is not closed, the follow-up silently becomes an ordinary ticket, as in Zendesk.</summary>
    private SimulatedTicket LinkToSource(SimulatedTicket created)
    {
        if (created.FollowUpOf is not { } sourceId)
            return created;
        if (!_threads.TryGetValue(sourceId, out var source) || source.Ticket.Status != TicketStatus.Closed)
            return created with { FollowUpOf = null };
        source.Ticket = source.Ticket with { FollowUpIds = [.. source.Ticket.FollowUpIds, created.Id] };
        return created.Tags.Count > 0 ? created : created with { Tags = source.Ticket.Tags };
    }

    private SimulatedComment CreateComment(SimulatedTicket ticket, CommentDraft draft, Origin origin, long auditId, DateTimeOffset now)
    {
        var (body, html) = CommentRenderer.Render(draft, isStaff: users.Find(draft.AuthorId)?.IsStaff == true);
        return new SimulatedComment
        {
            Id = ids.Next(),
            AuditId = auditId,
            TicketId = ticket.Id,
            AuthorId = draft.AuthorId,
            Body = body,
            HtmlBody = html,
            IsPublic = draft.IsPublic ?? ticket.IsPublic,
            MergedWith = draft.MergedWith,
            Files = [.. draft.UploadTokens.SelectMany(files.TakeUploaded)],
            CustomMetadata = origin.Metadata,
            Channel = origin.Channel,
            Client = origin.Client,
            CreatedAt = now.ToSecond(),
        };
    }

    private static bool IsBlank(CommentDraft draft) =>
        string.IsNullOrWhiteSpace(draft.Body) && string.IsNullOrWhiteSpace(draft.HtmlBody) && draft.UploadTokens.Count == 0;

    private void UpdateIndex(SimulatedTicket? before, SimulatedTicket after)
    {
        if (before?.ExternalId == after.ExternalId)
            return;
        if (before?.ExternalId is { } old)
            _byExternalId[old].Remove(after.Id);
        if (after.ExternalId is { } current)
        {
            if (!_byExternalId.TryGetValue(current, out var found))
                _byExternalId[current] = found = [];
            found.Add(after.Id);
        }
    }

    private Audit Publish(TicketThread thread, Audit audit)
    {
        thread.Audits.Add(audit);
        OnChanged(audit);
        return audit;
    }

    private sealed class TicketThread(SimulatedTicket ticket)
    {
        public SimulatedTicket Ticket { get; set; } = ticket;

        public List<SimulatedComment> Comments { get; } = [];

        public List<Audit> Audits { get; } = [];
    }
}
