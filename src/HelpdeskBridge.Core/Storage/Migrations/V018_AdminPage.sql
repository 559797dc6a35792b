-- The operators' page pages through conversations by id, of all channels or of one, and finds them by user and by ticket.
CREATE INDEX conversations_by_channel ON conversations (channel, id);
CREATE INDEX conversations_by_user_id ON conversations (user_id, id);
CREATE INDEX conversations_open ON conversations (id) WHERE phase = 'Open';
CREATE INDEX tickets_by_id ON tickets (ticket_id, conversation_id);

-- What operators start and what then runs in the background, in steps. A row is what any process needs to go on with it.
CREATE TABLE operations (
    id         TEXT PRIMARY KEY,
    kind       TEXT   NOT NULL,
    channel    TEXT   NULL,
    reason     TEXT   NULL,
    started_by TEXT   NOT NULL,
    address    TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NULL,
    state      TEXT   NOT NULL,
    matching   BIGINT NOT NULL,
    done       BIGINT NOT NULL,
    next_at    BIGINT NOT NULL
);
CREATE INDEX operations_running ON operations (next_at) WHERE state = 'Running';
