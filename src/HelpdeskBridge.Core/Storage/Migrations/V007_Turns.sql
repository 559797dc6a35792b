-- A ticket may carry several conversations, after one's ticket was merged into another's: each reads it for itself.
-- What was said in it before (hears_after, and at that time up to hears_after_comment) is not for the one that came later.
CREATE TABLE tickets_of_conversations (
    helpdesk            TEXT   NOT NULL,
    ticket_id           TEXT   NOT NULL,
    conversation_id     TEXT   NOT NULL REFERENCES conversations (id),
    opened_at           BIGINT NOT NULL,
    read_until          BIGINT NULL,
    seen_updated_at     BIGINT NULL,
    last_read_at        BIGINT NULL,
    hears_after         BIGINT NULL,
    hears_after_comment TEXT   NULL,
    PRIMARY KEY (helpdesk, ticket_id, conversation_id)
);
INSERT INTO tickets_of_conversations (helpdesk, ticket_id, conversation_id, opened_at, read_until, seen_updated_at, last_read_at)
    SELECT helpdesk, ticket_id, conversation_id, opened_at, read_until, seen_updated_at, last_read_at FROM tickets;
DROP TABLE tickets;
ALTER TABLE tickets_of_conversations RENAME TO tickets;
CREATE INDEX tickets_by_conversation ON tickets (conversation_id);

-- An agent's comment is taken once per conversation, no longer once in all.
UPDATE messages SET source_key = conversation_id || '/' || source_key WHERE source_key IS NOT NULL;

-- The other ticket, when a ring told of a merge.
ALTER TABLE noted_tickets ADD COLUMN merged_into TEXT NULL;

-- Whom the client knows to be talking to, who was in charge at the last reading, and when somebody last spoke.
ALTER TABLE conversations ADD COLUMN agent_id TEXT NULL;
ALTER TABLE conversations ADD COLUMN assignee_id TEXT NULL;
ALTER TABLE conversations ADD COLUMN last_word_at BIGINT NULL;
ALTER TABLE conversations ADD COLUMN answered_at BIGINT NULL;
UPDATE conversations SET
    last_word_at = (SELECT MAX(accepted_at) FROM messages m WHERE m.conversation_id = conversations.id AND m.kind IN ('ClientText', 'ClientFile', 'AgentText')),
    answered_at = (SELECT MIN(accepted_at) FROM messages m WHERE m.conversation_id = conversations.id AND m.kind = 'AgentText');
