-- The chats of a time for reports, read from this index alone.
CREATE INDEX conversations_by_opening ON conversations (
    opened_at, id, channel, helpdesk, destination_id, agent_id, answered_at, ended_at, ended_by, rating);

-- What reports need to know about chats whose conversation is erased, or has gone on with another chat. Nothing in it leads to the client: the id is
-- random, and the time of the opening is that of its quarter of an hour, which leaves it on its day in every time zone.
CREATE TABLE past_chats (
    id                  TEXT PRIMARY KEY,
    opened_at           BIGINT NOT NULL,
    channel             TEXT NOT NULL,
    helpdesk            TEXT NOT NULL,
    destination_id      TEXT NOT NULL,
    agent_id            TEXT NULL,
    ended_by            TEXT NULL,
    rating              BIGINT NULL,
    first_reply_seconds BIGINT NULL,
    handling_seconds    BIGINT NULL,
    duration_seconds    BIGINT NULL
);
CREATE INDEX past_chats_by_opening ON past_chats (opened_at, id);
