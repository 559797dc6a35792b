-- Times are Unix milliseconds (BIGINT), ids and JSON are TEXT: both databases agree on these.

CREATE TABLE channels (
    name        TEXT PRIMARY KEY,
    webhook_url TEXT NULL
);

CREATE TABLE conversations (
    id                TEXT PRIMARY KEY,
    channel           TEXT   NOT NULL,
    user_id           TEXT   NOT NULL,
    helpdesk          TEXT   NOT NULL,
    phase             TEXT   NOT NULL,
    opened_at         BIGINT NOT NULL,
    ended_at          BIGINT NULL,
    destination_id    TEXT   NOT NULL,
    user_name         TEXT   NULL,
    attributes        TEXT   NULL,
    hidden_attributes TEXT   NULL,
    custom_data       TEXT   NULL,
    ticket_id         TEXT   NULL,
    ticket_status     TEXT   NOT NULL,
    tickets_opened    BIGINT NOT NULL,
    version           BIGINT NOT NULL
);

-- JAICP knows no chat id, only the user: one open conversation per channel and user.
CREATE UNIQUE INDEX conversations_one_open ON conversations (channel, user_id) WHERE phase = 'Open';
CREATE INDEX conversations_by_user ON conversations (channel, user_id, opened_at);

-- Every ticket a conversation ever had: a follow-up is a second one.
CREATE TABLE tickets (
    helpdesk        TEXT   NOT NULL,
    ticket_id       TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL REFERENCES conversations (id),
    opened_at       BIGINT NOT NULL,
    read_until      BIGINT NULL,
    PRIMARY KEY (helpdesk, ticket_id)
);

CREATE TABLE messages (
    id              TEXT PRIMARY KEY,
    conversation_id TEXT   NOT NULL REFERENCES conversations (id),
    direction       TEXT   NOT NULL,
    sequence        BIGINT NOT NULL,
    kind            TEXT   NOT NULL,
    body            TEXT   NOT NULL,
    source_key      TEXT   NULL UNIQUE,
    state           TEXT   NOT NULL,
    attempts        BIGINT NOT NULL,
    accepted_at     BIGINT NOT NULL,
    due_at          BIGINT NOT NULL,
    settled_at      BIGINT NULL,
    remote_id       TEXT   NULL,
    reason          TEXT   NULL,
    UNIQUE (conversation_id, direction, sequence)
);

CREATE INDEX messages_waiting ON messages (due_at) WHERE state IN ('Pending', 'Sending');
CREATE INDEX messages_waiting_by_lane ON messages (conversation_id, direction, sequence) WHERE state IN ('Pending', 'Sending');

-- One row per attempt to send: the timeline of a message.
CREATE TABLE attempts (
    message_id TEXT   NOT NULL REFERENCES messages (id),
    number     BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    outcome    TEXT   NOT NULL,
    detail     TEXT   NULL,
    PRIMARY KEY (message_id, number)
);

-- Rings: tickets to be read. A later ring raises the generation, so that a reading that began before it doesn't clear it.
CREATE TABLE noted_tickets (
    helpdesk   TEXT   NOT NULL,
    ticket_id  TEXT   NOT NULL,
    generation BIGINT NOT NULL,
    attempts   BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    PRIMARY KEY (helpdesk, ticket_id)
);
CREATE INDEX noted_tickets_due ON noted_tickets (due_at);

-- The helpdesk's user for each client, so that it is asked for once, not per message.
CREATE TABLE requesters (
    helpdesk     TEXT NOT NULL,
    channel      TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    requester_id TEXT NOT NULL,
    name         TEXT NOT NULL,
    PRIMARY KEY (helpdesk, channel, user_id)
);
