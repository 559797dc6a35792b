namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>End users, agents and groups.</summary>
internal sealed class UserDirectory(IdSequence ids, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, SimulatedUser> _users = [];
    private readonly List<long> _order = [];
    private readonly List<SimulatedGroup> _groups = [];
    private readonly List<GroupMembership> _memberships = [];

    // Zendesk compares external ids case-insensitively: two ids that differ only in letter case identify the same user.
    private readonly Dictionary<string, long> _byExternalId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _byEmail = new(StringComparer.OrdinalIgnoreCase);

    public SimulatedGroup AddGroup(string name)
    {
        lock (_gate)
        {
            var group = new SimulatedGroup(ids.Next(), name, time.GetUtcNow().ToSecond());
            _groups.Add(group);
            return group;
        }
    }

    public SimulatedUser AddStaff(AgentSetup agent, string role)
    {
        lock (_gate)
        {
            var id = ids.Next();
            long[] groups = [.. agent.Groups.Select(name => _groups.Single(group => group.Name == name).Id)];
            foreach (var (index, group) in groups.Index())
                _memberships.Add(new GroupMembership(ids.Next(), id, group, index == 0));
            return Store(CreateUser(id, agent.Name, role) with
            {
                Email = agent.Email,
                Alias = agent.Alias,
                GroupIds = groups,
                HasPhoto = true,
                IsOnline = true,
            });
        }
    }

    /// <summary>Finds the user by external id or e-mail address and updates the record, or creates a new end user.</summary>
    public (SimulatedUser User, bool IsNew) CreateOrUpdate(string name, string? externalId, string? email)
    {
        lock (_gate)
        {
            var existing = FindByExternalId(externalId) ?? (email is not null && _byEmail.TryGetValue(email, out var id) ? _users[id] : null);
            var user = (existing ?? CreateUser(ids.Next(), name, SimulatedUser.EndUser)) with
            {
                Name = name,
                ExternalId = externalId ?? existing?.ExternalId,
                Email = email ?? existing?.Email,
                UpdatedAt = time.GetUtcNow().ToSecond(),
            };
            return (Store(user), existing is null);
        }
    }

    /// <summary>
    /// Creates an end user. Addresses and external ids are unique; a number that somebody has already is shared from then on.
    /// </summary>
    public SimulatedUser Create(string name, string? externalId, string? email, string? phone)
    {
        lock (_gate)
        {
            if (email is not null && FindByEmail(email) is not null)
                throw ZendeskApiException.Invalid("email", $"Email: {email} is already being used by another user", "DuplicateValue");
            if (FindByExternalId(externalId) is not null)
                throw ZendeskApiException.Invalid("external_id", "External has already been taken", "DuplicateValue");
            var others = _users.Values.Where(user => phone is not null && user.Phone == phone && !user.IsDeleted).ToList();
            foreach (var other in others)
                _users[other.Id] = other with { HasSharedPhone = true };
            return Store(CreateUser(ids.Next(), name, SimulatedUser.EndUser) with
            {
                ExternalId = externalId,
                Email = email,
                Phone = phone,
                HasSharedPhone = others.Count > 0,
            });
        }
    }

    /// <summary>Changes a user as an administrator does.</summary>
    public void Change(long id, Func<SimulatedUser, SimulatedUser> change)
    {
        lock (_gate)
            Store(change(_users[id]));
    }

    /// <summary>
    /// The users whom the search finds by <c>email:</c> or <c>phone:</c>. A user appears in it only some time after the creation.
    /// </summary>
    public IReadOnlyList<SimulatedUser> Search(string query, TimeSpan indexLag)
    {
        var visible = GetAll().Where(user => user.CreatedAt + indexLag <= time.GetUtcNow());
        var value = query[(query.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim('"');
        if (query.StartsWith("email:", StringComparison.Ordinal))
            return [.. visible.Where(user => user.OtherEmails.Append(user.Email).Contains(value, StringComparer.OrdinalIgnoreCase))];
        return query.StartsWith("phone:*", StringComparison.Ordinal)
            ? [.. visible.Where(user => GetDigits(user.Phone).EndsWith(value[1..], StringComparison.Ordinal))]
            : throw ZendeskApiException.InvalidAttribute("the simulator searches users by email: and phone:* only");
    }

    /// <summary>
    /// Merges a user into another, who takes over the e-mail address and the external id of the first unless there is one already. Zendesk
    /// documents this for e-mail addresses only.
    /// </summary>
    public void Merge(long loserId, long survivorId)
    {
        lock (_gate)
        {
            var (loser, survivor) = (_users[loserId], _users[survivorId]);
            Delete(loserId);
            Store(survivor with { ExternalId = survivor.ExternalId ?? loser.ExternalId, Email = survivor.Email ?? loser.Email });
        }
    }

    /// <summary>Deletes a user. From then on neither the external id nor the e-mail address finds it.</summary>
    public void Delete(long userId)
    {
        lock (_gate)
        {
            var user = _users[userId];
            if (user.ExternalId is { } externalId)
                _byExternalId.Remove(externalId);
            if (user.Email is { } email)
                _byEmail.Remove(email);
            _users[userId] = user with { IsDeleted = true };
        }
    }

    public void SetAlias(long agentId, string? alias)
    {
        lock (_gate)
            _users[agentId] = _users[agentId] with { Alias = alias };
    }

    /// <summary>Deletes a group and the memberships in it.</summary>
    public void DeleteGroup(long groupId)
    {
        lock (_gate)
        {
            _groups.RemoveAll(group => group.Id == groupId);
            _memberships.RemoveAll(membership => membership.GroupId == groupId);
            foreach (var agent in _users.Values.Where(user => user.GroupIds.Contains(groupId)).ToList())
                _users[agent.Id] = agent with { GroupIds = [.. agent.GroupIds.Where(id => id != groupId)] };
        }
    }

    public void SetRole(long userId, string role)
    {
        lock (_gate)
            _users[userId] = _users[userId] with { Role = role };
    }

    public void SetOnline(long agentId, bool isOnline)
    {
        lock (_gate)
            _users[agentId] = _users[agentId] with { IsOnline = isOnline };
    }

    public void Suspend(long userId)
    {
        lock (_gate)
            _users[userId] = _users[userId] with { IsSuspended = true };
    }

    /// <summary>The user with this id, even if it was deleted: Zendesk still shows the user of former comments.</summary>
    public SimulatedUser? Find(long id)
    {
        lock (_gate)
            return _users.GetValueOrDefault(id);
    }

    public SimulatedUser? FindByExternalId(string? externalId)
    {
        lock (_gate)
            return externalId is not null && _byExternalId.TryGetValue(externalId, out var id) ? _users[id] : null;
    }

    private SimulatedUser? FindByEmail(string email) => _users.Values.FirstOrDefault(
        user => !user.IsDeleted && user.OtherEmails.Append(user.Email).Contains(email, StringComparer.OrdinalIgnoreCase));

    private static string GetDigits(string? phone) => string.Concat((phone ?? "").Where(char.IsAsciiDigit));

    public SimulatedGroup? FindGroup(long id) => GetGroups().FirstOrDefault(group => group.Id == id);

    public IReadOnlyList<SimulatedUser> GetAll()
    {
        lock (_gate)
            return [.. _order.Select(id => _users[id]).Where(user => !user.IsDeleted)];
    }

    public IReadOnlyList<SimulatedGroup> GetGroups()
    {
        lock (_gate)
            return [.. _groups];
    }

    public IReadOnlyList<GroupMembership> GetMemberships()
    {
        lock (_gate)
            return [.. _memberships];
    }

    private SimulatedUser CreateUser(long id, string name, string role)
    {
        var now = time.GetUtcNow().ToSecond();
        return new SimulatedUser { Id = id, Name = name, Role = role, CreatedAt = now, UpdatedAt = now };
    }

    private SimulatedUser Store(SimulatedUser user)
    {
        if (_users.TryAdd(user.Id, user))
            _order.Add(user.Id);
        _users[user.Id] = user;
        if (user.ExternalId is { } externalId)
            _byExternalId[externalId] = user.Id;
        if (user.Email is { } email)
            _byEmail[email] = user.Id;
        return user;
    }
}

/// <summary>The membership of an agent in a group.</summary>
internal sealed record GroupMembership(long Id, long UserId, long GroupId, bool IsDefault);
