using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>Adds chats up to the rows of a report, one after the other. Pure.</summary>
internal sealed class ReportBuilder(ReportQuery query)
{
    /// <summary>So many chats of an agent are looked through for the agent's name: in some, another one answered.</summary>
    private const int ChatsForName = 3;

    private readonly Dictionary<DateOnly, ReportKey> _days = Enumerable.Range(0, query.Days).Select(i => query.From.AddDays(i))
        .ToDictionary(day => day, day => new ReportKey(ReportQuery.Write(day)));
    private readonly Dictionary<ReportKey, ReportFigures> _rows = [];
    private readonly Dictionary<ReportKey, Queue<string>> _answered = [];
    private readonly ReportFigures _total = new();

    public void Add(ChatFacts chat)
    {
        if ((query.Channel is { } channel && chat.Channel != channel)
            || !_days.TryGetValue(query.Zones.GetDay(chat.Channel, chat.OpenedAt), out var day))
            return;
        var key = GetKey(chat, day);
        GetRow(key).Add(chat);
        _total.Add(chat);
        if (query.By == ReportGrouping.Agent && chat is { AgentId: not null, FirstReply: not null })
            KeepForName(key, chat.Id);
    }

    /// <summary>For each agent, the ids of the last chats with an answer.</summary>
    public IEnumerable<(ReportKey Agent, IEnumerable<string> Chats)> GetChatsForNames() =>
        _answered.Select(pair => (pair.Key, pair.Value.Reverse()));

    /// <param name="channels">The channels that have a row in any case, as far as the report is about them.</param>
    /// <param name="names">The names of groups or agents, as far as they are known.</param>
    public Report Build(IEnumerable<string> channels, IReadOnlyDictionary<ReportKey, string> names)
    {
        foreach (var day in _days.Values.Where(_ => query.By == ReportGrouping.Day))
            GetRow(day);
        foreach (var channel in channels.Where(name => query.By == ReportGrouping.Channel && (query.Channel ?? name) == name))
            GetRow(new ReportKey(channel));
        var rows = _rows.Select(row => new ReportRow(row.Key, names.GetValueOrDefault(row.Key), row.Value));
        var isByTime = query.By is ReportGrouping.Day or ReportGrouping.Channel;
        return new Report(
            query,
            [
                .. rows.OrderByDescending(row => isByTime ? 0 : row.Figures.Conversations)
                    .ThenBy(row => row.Key.Id, StringComparer.Ordinal).ThenBy(row => row.Key.Helpdesk, StringComparer.Ordinal),
            ],
            _total);
    }

    private ReportKey GetKey(ChatFacts chat, ReportKey day) => query.By switch
    {
        ReportGrouping.Day => day,
        ReportGrouping.Channel => new ReportKey(chat.Channel),
        ReportGrouping.Group => new ReportKey(chat.DestinationId, chat.Helpdesk),
        _ => chat.AgentId is { } agent ? new ReportKey(agent, chat.Helpdesk) : new ReportKey(""),
    };

    private ReportFigures GetRow(ReportKey key)
    {
        if (!_rows.TryGetValue(key, out var row))
            _rows[key] = row = new ReportFigures();
        return row;
    }

    private void KeepForName(ReportKey agent, string chat)
    {
        if (!_answered.TryGetValue(agent, out var chats))
            _answered[agent] = chats = new Queue<string>();
        chats.Enqueue(chat);
        if (chats.Count > ChatsForName)
            chats.Dequeue();
    }
}
