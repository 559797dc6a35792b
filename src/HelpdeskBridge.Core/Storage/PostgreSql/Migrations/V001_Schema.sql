-- The tables are those that the SQLite store has after its migration V022, with the same names and meanings.
-- Times are Unix milliseconds (BIGINT), ids and JSON are TEXT. Texts are compared by their bytes (COLLATE "C"), as in SQLite: ids rise with time, and
-- ids of clients that differ only in letter case or accents are different clients.

CREATE TABLE channels (
    name        TEXT COLLATE "C" PRIMARY KEY,
    webhook_url TEXT COLLATE "C"
);

CREATE TABLE conversations (
    id                TEXT COLLATE "C" PRIMARY KEY,
    channel           TEXT COLLATE "C" NOT NULL,
    user_id           TEXT COLLATE "C" NOT NULL,
    helpdesk          TEXT COLLATE "C" NOT NULL,
    phase             TEXT COLLATE "C" NOT NULL,
    opened_at         BIGINT NOT NULL,
    ended_at          BIGINT,
    destination_id    TEXT COLLATE "C" NOT NULL,
    user_name         TEXT COLLATE "C",
    attributes        TEXT COLLATE "C",
    hidden_attributes TEXT COLLATE "C",
    custom_data       TEXT COLLATE "C",
    ticket_id         TEXT COLLATE "C",
    ticket_status     TEXT COLLATE "C" NOT NULL,
    tickets_opened    BIGINT NOT NULL,
    version           BIGINT NOT NULL,
    -- Whom the client knows to be talking to, who was in charge when the ticket was last read, and when somebody last spoke.
    agent_id          TEXT COLLATE "C",
    assignee_id       TEXT COLLATE "C",
    last_word_at      BIGINT,
    answered_at       BIGINT,
    -- When the client was told that nobody is there: once in a conversation.
    told_offline_at   BIGINT,
    -- A time at which the chat was known not to be idle. It is moved on only when the search for idle chats comes to it.
    active_at         BIGINT,
    -- Who or what ended it, and what the client said about it.
    ended_by          TEXT COLLATE "C",
    rating            BIGINT,
    rating_comment    TEXT COLLATE "C",
    rated_at          BIGINT
)
-- A text changes only the time of its conversation. With room in each page, no index is touched by it.
WITH (fillfactor = 80);

-- JAICP knows no chat id, only the user: one open conversation per channel and user.
-- A client's id may have 4,096 bytes, which is more than a B-tree takes. So it is found by its hash.
CREATE UNIQUE INDEX conversations_one_open ON conversations (channel, md5(user_id)) WHERE phase = 'Open';
CREATE INDEX conversations_by_user_id ON conversations USING hash (user_id);
CREATE INDEX conversations_by_channel ON conversations (channel, id);
CREATE INDEX conversations_open ON conversations (id) WHERE phase = 'Open';
CREATE INDEX conversations_open_by_helpdesk ON conversations (helpdesk, channel) WHERE phase = 'Open';
CREATE INDEX conversations_unanswered ON conversations (channel, opened_at) WHERE phase = 'Open' AND answered_at IS NULL;
CREATE INDEX conversations_unanswered_in_group ON conversations (helpdesk, destination_id, opened_at) WHERE phase = 'Open' AND answered_at IS NULL;
CREATE INDEX conversations_idle ON conversations (channel, (COALESCE(active_at, opened_at))) WHERE phase = 'Open';
CREATE INDEX conversations_by_end ON conversations (ended_at) WHERE phase <> 'Open';
CREATE INDEX conversations_ended_by_helpdesk ON conversations (helpdesk, ended_at) WHERE phase = 'Ended';
CREATE INDEX conversations_ended_writable ON conversations (helpdesk, ended_at, id)
    WHERE phase = 'Ended' AND ticket_id IS NOT NULL AND ticket_status NOT IN ('Closed', 'Gone');

-- The tickets that belong or belonged to a conversation. After a merge, a ticket has several conversations: each reads it for itself, and what was
-- said in it before is not for the one that came later (hears_after, and at that time up to hears_after_comment).
CREATE TABLE tickets (
    helpdesk            TEXT COLLATE "C" NOT NULL,
    ticket_id           TEXT COLLATE "C" NOT NULL,
    conversation_id     TEXT COLLATE "C" NOT NULL REFERENCES conversations (id),
    opened_at           BIGINT NOT NULL,
    read_until          BIGINT,
    -- The ticket's updated_at when it was last read; a sweep reads again what differs.
    seen_updated_at     BIGINT,
    last_read_at        BIGINT,
    hears_after         BIGINT,
    hears_after_comment TEXT COLLATE "C",
    PRIMARY KEY (helpdesk, ticket_id, conversation_id)
);
CREATE INDEX tickets_by_conversation ON tickets (conversation_id, helpdesk, ticket_id);
CREATE INDEX tickets_by_id ON tickets (ticket_id, conversation_id);

CREATE TABLE messages (
    id               TEXT COLLATE "C" PRIMARY KEY,
    conversation_id  TEXT COLLATE "C" NOT NULL REFERENCES conversations (id),
    direction        TEXT COLLATE "C" NOT NULL,
    sequence         BIGINT NOT NULL,
    kind             TEXT COLLATE "C" NOT NULL,
    body             TEXT COLLATE "C" NOT NULL,
    source_key       TEXT COLLATE "C" UNIQUE,
    state            TEXT COLLATE "C" NOT NULL,
    attempts         BIGINT NOT NULL,
    accepted_at      BIGINT NOT NULL,
    due_at           BIGINT NOT NULL,
    settled_at       BIGINT,
    remote_id        TEXT COLLATE "C",
    reason           TEXT COLLATE "C",
    -- When the batch it belongs to was first claimed, and the first message of that batch: a batch that is sent again is the same batch.
    claimed_at       BIGINT,
    batch_id         TEXT COLLATE "C",
    -- 1: it goes out by itself, because the batch it was in was refused.
    alone            BIGINT NOT NULL DEFAULT 0,
    -- When an operator sent a dead letter again.
    retried_at       BIGINT,
    -- 1: it waits for the end of an outage; 2: perhaps.
    outage           BIGINT NOT NULL DEFAULT 0,
    -- How often it was made due before its time, so that a wake-up during an attempt stays in effect.
    wakes            BIGINT NOT NULL DEFAULT 0,
    -- When the bridge gave up waiting for the response to a request that may have been accepted.
    unanswered_since BIGINT,
    -- The trace context (W3C traceparent) of what put it into its queue.
    trace_context    TEXT COLLATE "C",
    -- 1: a message of its queue waits before it. 0: perhaps none does.
    behind           BIGINT NOT NULL DEFAULT 0,
    UNIQUE (conversation_id, direction, sequence)
)
WITH (fillfactor = 80);

CREATE INDEX messages_in_front ON messages (due_at) WHERE state IN ('Pending', 'Sending') AND behind = 0;
CREATE INDEX messages_waiting_by_lane ON messages (conversation_id, direction, sequence) WHERE state IN ('Pending', 'Sending');
CREATE INDEX messages_waiting_events ON messages (conversation_id) WHERE direction = 'ToJaicp' AND state IN ('Pending', 'Sending');
CREATE INDEX messages_dead ON messages (settled_at, id) WHERE state = 'Dead';

CREATE FUNCTION messages_next_in_front() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE messages SET behind = 0 WHERE behind = 1 AND id = (
        SELECT id FROM messages WHERE conversation_id = NEW.conversation_id AND direction = NEW.direction
            AND state IN ('Pending', 'Sending') ORDER BY sequence LIMIT 1);
    RETURN NULL;
END $$;

CREATE TRIGGER messages_next_in_front AFTER UPDATE OF state ON messages FOR EACH ROW
    WHEN (OLD.state IN ('Pending', 'Sending') AND NEW.state NOT IN ('Pending', 'Sending'))
    EXECUTE FUNCTION messages_next_in_front();

-- One row per attempt to send: the timeline of a message.
CREATE TABLE attempts (
    message_id TEXT COLLATE "C" NOT NULL REFERENCES messages (id),
    number     BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    outcome    TEXT COLLATE "C" NOT NULL,
    detail     TEXT COLLATE "C",
    PRIMARY KEY (message_id, number)
);

-- Tickets that are to be read. A later wake-up raises the generation, so that a read that began before it does not complete it.
CREATE TABLE noted_tickets (
    helpdesk      TEXT COLLATE "C" NOT NULL,
    ticket_id     TEXT COLLATE "C" NOT NULL,
    generation    BIGINT NOT NULL,
    attempts      BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,
    merged_into   TEXT COLLATE "C",
    outage        BIGINT NOT NULL DEFAULT 0,
    noted_at      BIGINT NOT NULL DEFAULT 0,
    reason        TEXT COLLATE "C",
    trace_context TEXT COLLATE "C",
    -- The agent, if all that is known is that this agent wrote public comments. It counts while the generation is this one.
    comments_by         TEXT COLLATE "C",
    comments_generation BIGINT,
    PRIMARY KEY (helpdesk, ticket_id)
);
CREATE INDEX noted_tickets_due ON noted_tickets (due_at);

-- The helpdesk's user for each client.
CREATE TABLE requesters (
    helpdesk     TEXT COLLATE "C" NOT NULL,
    channel      TEXT COLLATE "C" NOT NULL,
    user_id      TEXT COLLATE "C" NOT NULL,
    requester_id TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX requesters_one ON requesters (helpdesk, channel, md5(user_id));
CREATE INDEX requesters_by_client ON requesters USING hash (user_id);

-- How far a helpdesk's own feed of changes was read.
CREATE TABLE feed_cursors (
    helpdesk TEXT COLLATE "C" PRIMARY KEY,
    cursor   TEXT COLLATE "C" NOT NULL,
    saved_at BIGINT NOT NULL
);

-- What became of a client's file: uploaded, with the token a comment attaches it by, or why it is not attached.
CREATE TABLE client_files (
    message_id   TEXT COLLATE "C" PRIMARY KEY REFERENCES messages (id),
    name         TEXT COLLATE "C" NOT NULL,
    upload_token TEXT COLLATE "C",
    usable_until BIGINT,
    fault        TEXT COLLATE "C"
);

-- Secrets that the service made for itself, such as the key of file links. Every process on the store uses the same ones.
CREATE TABLE secrets (
    name       TEXT COLLATE "C" PRIMARY KEY,
    value      TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);

-- Written by the readiness check: a full disk can still be read.
CREATE TABLE probes (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- Who did what on the admin side, and when. Never a key, a text or a client's name.
CREATE TABLE audit (
    id      TEXT COLLATE "C" PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    action  TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C",
    outcome TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);

-- Sign-ins to the admin page. Of the session's token only a hash is kept.
CREATE TABLE admin_sessions (
    token_hash TEXT COLLATE "C" PRIMARY KEY,
    actor      TEXT COLLATE "C" NOT NULL,
    key_print  TEXT COLLATE "C" NOT NULL,
    began_at   BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

-- What operators start and what then runs in the background, in steps.
CREATE TABLE operations (
    id         TEXT COLLATE "C" PRIMARY KEY,
    kind       TEXT COLLATE "C" NOT NULL,
    channel    TEXT COLLATE "C",
    reason     TEXT COLLATE "C",
    started_by TEXT COLLATE "C" NOT NULL,
    address    TEXT COLLATE "C" NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT,
    state      TEXT COLLATE "C" NOT NULL,
    matching   BIGINT NOT NULL,
    done       BIGINT NOT NULL,
    next_at    BIGINT NOT NULL
);
CREATE INDEX operations_running ON operations (next_at) WHERE state = 'Running';

-- How far the copy of a SQLite store into this one has come (migrate-store): one row, or none if this is no copy. The service does not start on a
-- copy that is not complete.
CREATE TABLE store_copy (
    id           BIGINT PRIMARY KEY CHECK (id = 1),
    -- Tells whether the SQLite store is the same one as before, and unchanged.
    source       TEXT COLLATE "C" NOT NULL,
    -- The table that is being copied, and the last row of it that is here.
    table_name   TEXT COLLATE "C" NOT NULL,
    last_row     BIGINT NOT NULL,
    started_at   BIGINT NOT NULL,
    completed_at BIGINT
);
