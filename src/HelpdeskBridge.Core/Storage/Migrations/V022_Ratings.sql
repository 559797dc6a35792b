-- Who or what ended a conversation, and what the client said about it. In conversations that ended before, both stay unknown.
ALTER TABLE conversations ADD COLUMN ended_by TEXT NULL;
ALTER TABLE conversations ADD COLUMN rating INTEGER NULL;
ALTER TABLE conversations ADD COLUMN rating_comment TEXT NULL;
ALTER TABLE conversations ADD COLUMN rated_at BIGINT NULL;

-- The position of a client in the queue of a group.
CREATE INDEX conversations_unanswered_in_group ON conversations (helpdesk, destination_id, opened_at) WHERE phase = 'Open' AND answered_at IS NULL;
