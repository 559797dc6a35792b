using System.Reflection;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>A store that the version of commit d040839 wrote is opened, understood in every part and worked on.</summary>
public sealed class PreviousVersionStoreTests : IAsyncLifetime
{
    internal const string Dump = "store-d040839.sql";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The scripts that are newer than the old store.</summary>
    private static readonly string[] LaterTables = ["operations", "past_chats", "ticket_requesters"];

    private static readonly string[] LaterScripts =
    [
        "V013_Wakes", "V014_Outages", "V015_UnansweredRequests", "V016_EndedConversations", "V017_TraceContext", "V018_AdminPage", "V019_Growth",
        "V020_CommentReads", "V021_IdleChats", "V022_Ratings", "V023_Escalations", "V024_Requesters",
        "V025_Reports", "V026_Language", "V027_ScriptFields",
    ];

    /// <summary>The outcomes of attempts that are newer than the old store.</summary>
    private static readonly string[] LaterOutcomes = [AttemptOutcome.TicketFound, AttemptOutcome.NotFoundYet, AttemptOutcome.Dropped];

    /// <summary>The kinds as they stand in the store, and the types that read them today.</summary>
    private static readonly Dictionary<string, Type> Kinds = new()
    {
        ["OpenTicket"] = typeof(OpenTicket),
        ["ClientText"] = typeof(ClientText),
        ["ClientFile"] = typeof(ClientFile),
        ["ContextNote"] = typeof(ContextNote),
        ["MoveTicket"] = typeof(MoveTicket),
        ["ReopenTicket"] = typeof(ReopenTicket),
        ["ClientLeft"] = typeof(ClientLeftNote),
        ["ClientGone"] = typeof(LateReplyNote),
        ["IdleEnd"] = typeof(IdleCloseNote),
        ["ReplyNotDelivered"] = typeof(ReplyNotDelivered),
        ["ReplyDelayed"] = typeof(ReplyDelayed),
        ["FileLeftOut"] = typeof(FileLeftOut),
        ["FileNotForwarded"] = typeof(FileNotForwarded),
        ["AgentText"] = typeof(AgentText),
        ["AgentFile"] = typeof(AgentFile),
        ["ChatClosed"] = typeof(ChatClosed),
        ["ClientNotice"] = typeof(ClientNotice),
    };

    private OldVersionStore _old = null!;
    private SqliteDatabase _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _old = await OldVersionStore.LoadAsync(Dump);
        _store = new SqliteDatabase(new StorageOptions { ConnectionString = _old.ConnectionString }.AsOptions(), NullLogger<SqliteDatabase>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _old.Dispose();
    }

    [Fact]
    public async Task Its_schema_is_brought_up_to_date_and_every_row_stays()
    {
        const string Scripts = "SELECT ScriptName FROM SchemaVersions ORDER BY SchemaVersionID";
        var scripts = await _old.ReadAsync(Scripts);
        var rows = await CountRowsAsync();

        await _store.MigrateAsync(Cancellation);

        (await _old.ReadAsync(Scripts)).ShouldBe(
            [.. scripts, .. LaterScripts.Select(name => $"HelpdeskBridge.Storage.Migrations.{name}.sql")]);
        (await CountRowsAsync()).Where(table => !LaterTables.Contains(table.Table)).ShouldBe(rows);
        rows.ShouldAllBe(table => table.Count > 0, "the asset has rows in every table");
    }

    [Fact]
    public async Task Every_message_is_read_as_its_type_and_written_back_as_the_same_JSON()
    {
        var messages = await _old.ReadRowsAsync("SELECT id, direction, kind, body FROM messages");

        foreach (var message in messages)
        {
            var (id, direction, kind, json) = (message[0], Enum.Parse<Direction>(message[1]), message[2], message[3]);
            var body = MessageBody.Parse(json, direction);
            body.ShouldBeOfType(Kinds[kind], id);
            body.Direction.ShouldBe(direction, id);
            body.Kind.ShouldBe(kind, id);
            body.ToJson().ShouldBe(json, id);
        }

        var states = Enum.GetNames<MessageState>();
        messages.Select(message => message[2]).Distinct().ShouldBe(Kinds.Keys, ignoreOrder: true);
        (await _old.ReadRowsAsync("SELECT DISTINCT kind, state FROM messages")).Count
            .ShouldBe(Kinds.Count * states.Length, "every kind in every state");
    }

    [Fact]
    public async Task Every_name_in_it_is_known()
    {
        await AllAreInUseAsync("SELECT DISTINCT state FROM messages", Enum.GetNames<MessageState>());
        await AllAreInUseAsync("SELECT DISTINCT direction FROM messages", Enum.GetNames<Direction>());
        await AllAreInUseAsync("SELECT DISTINCT outcome FROM attempts", [.. GetAttemptOutcomes().Except(LaterOutcomes)]);
        await AllAreInUseAsync("SELECT DISTINCT fault FROM client_files WHERE fault IS NOT NULL", Enum.GetNames<ClientFileFault>());
        await AllAreInUseAsync("SELECT DISTINCT phase FROM conversations", Enum.GetNames<Phase>());
        (await _old.ReadAsync("SELECT DISTINCT ticket_status FROM conversations")).ShouldBeSubsetOf(Enum.GetNames<TicketStatus>());

        async Task AllAreInUseAsync(string sql, string[] names) => (await _old.ReadAsync(sql)).ShouldBe(names, ignoreOrder: true, sql);
    }

    [Fact]
    public async Task Every_part_of_it_can_be_read()
    {
        await _store.MigrateAsync(Cancellation);
        var conversations = await ReadAsync(store => store.ConversationSearch.ListAsync(ConversationSearch.All, null, 1000));
        conversations.Count.ShouldBe(int.Parse((await _old.ReadAsync("SELECT COUNT(*) || '' FROM conversations"))[0]));

        foreach (var conversation in conversations.Select(found => found.Conversation))
        {
            (await ReadAsync(store => store.Timeline.ListAsync(conversation.Id, null, 1000, withTexts: true))).ShouldNotBeEmpty(conversation.Id);
            foreach (var direction in Enum.GetValues<Direction>())
            {
                var waiting = await ReadAsync(store => store.Queues.ListWaitingAsync(new QueueId(conversation.Id, direction), 100));
                waiting.ShouldAllBe(message => !(message.Body is UnreadableHelpdeskMessage || message.Body is UnreadableJaicpMessage));
            }
        }

        foreach (var channel in await _old.ReadAsync("SELECT DISTINCT channel FROM requesters"))
        {
            foreach (var user in await _old.ReadAsync($"SELECT user_id FROM requesters WHERE helpdesk = 'main' AND channel = '{channel}'"))
                (await ReadAsync(store => store.Requesters.FindAsync("main", new ChannelUser(channel, user)))).ShouldNotBeNull(user);
        }

        // Two clients share a ticket since the second one's was merged into it.
        var shared = await FindTicketAsync("gina");
        var subscriptions = await ReadAsync(store => store.Tickets.ListSubscriptionsAsync("main", shared));
        subscriptions.Select(subscription => subscription.Conversation.Client.UserId).ShouldBe(["gina", "hugo"]);
        subscriptions[1].StartAfter.ShouldNotBeNull();

        var unread = await FindTicketAsync("wim");
        (await ReadAsync(store => store.TicketSyncs.FindAsync("main", unread))).ShouldNotBeNull().Attempts.ShouldBe(1);
        (await ReadAsync(store => store.TicketSyncs.FindAsync("main", "999"))).ShouldNotBeNull().MergedInto.ShouldBe("501");
        (await ReadAsync(store => store.FeedCursors.FindAsync("main", Now.AddHours(-1)))).ShouldBe("MTc5NTQyNzc2MC4wfHw1MDE=");
        (await ReadAsync(store => store.Channels.FindWebhookUrlAsync("bank"))).ShouldNotBeNull().ShouldContain("/webhook/operatorapi/IjKlMnOp:");
        (await ReadAsync(store => store.Audit.ListAsync(null, 10))).Select(entry => entry.Action).ShouldBe(["signIn", "retry", "discard"]);
        (await _store.WriteAsync(store => store.Secrets.GetOrAddAsync("file-links", "another", Now), Cancellation)).Length.ShouldBe(64);
        var session = (await _old.ReadAsync("SELECT token_hash FROM admin_sessions")).ShouldHaveSingleItem();
        (await ReadAsync(store => store.AdminSessions.FindAsync(session))).ShouldNotBeNull().Actor.ShouldBe("Ann");
        var deadLetters = await ReadAsync(store => store.DeadLetters.ListAsync(null, null, null, 1000));
        deadLetters.Count.ShouldBe((int)await ReadAsync(store => store.DeadLetters.CountAsync()));
    }

    [Theory]
    [InlineData("jana", "Asked", "Sending", 2)]
    [InlineData("lena", "Unsure", "Sending", 1)]
    [InlineData("ivan", "Dead", "Pending", 1)]
    public async Task A_retried_dead_letter_that_may_have_arrived_is_looked_up_first(string user, string lastOutcome, string state, int messages)
    {
        await _store.MigrateAsync(Cancellation);
        var letter = (await ReadAsync(store => store.DeadLetters.ListAsync(null, null, null, 1000)))
            .First(letter => letter.UserId == user && letter.Direction == Direction.ToHelpdesk);
        (await _old.ReadAsync($"SELECT outcome FROM attempts WHERE message_id = '{letter.Id}' ORDER BY number")).Last().ShouldBe(lastOutcome);

        var retried = await _store.WriteAsync(store => store.DeadLetters.RetryAsync(letter.Id, Now), Cancellation);

        retried.Messages.ShouldBe(messages);
        var waiting = await ReadAsync(store => store.Queues.ListWaitingAsync(retried.Queue, 100));
        waiting.Select(message => message.State.ToString()).ShouldBe(Enumerable.Repeat(state, messages));
        waiting.ShouldContain(message => message.Id == letter.Id);
        waiting.Select(message => message.BatchId).Distinct().Count().ShouldBe(1, "they were sent as one comment");
        waiting.ShouldAllBe(message => message.WaitsSince == Now && message.DueAt == Now);
    }

    private Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work) => _store.ReadAsync(work, Cancellation);

    private async Task<string> FindTicketAsync(string user) =>
        (await _old.ReadAsync($"SELECT ticket_id FROM conversations WHERE user_id = '{user}'")).ShouldHaveSingleItem();

    private static string[] GetAttemptOutcomes() =>
        [.. typeof(AttemptOutcome).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    private async Task<List<(string Table, int Count)>> CountRowsAsync()
    {
        var counts = new List<(string, int)>();
        const string Tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'SchemaVersions'";
        foreach (var table in await _old.ReadAsync(Tables))
            counts.Add((table, int.Parse((await _old.ReadAsync($"SELECT COUNT(*) || '' FROM {table}"))[0])));
        return counts;
    }
}
