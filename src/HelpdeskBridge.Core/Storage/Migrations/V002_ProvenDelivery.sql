-- When the batch a message belongs to was first claimed: a batch sent again must read the same as the first time.
ALTER TABLE messages ADD COLUMN claimed_at BIGINT NULL;

-- Goes out alone: the batch it was in was refused, and only one by one shows which message is to blame.
ALTER TABLE messages ADD COLUMN alone BIGINT NOT NULL DEFAULT 0;

-- Set when an operator sends a dead letter again: its patience begins anew.
ALTER TABLE messages ADD COLUMN retried_at BIGINT NULL;

-- Waits because the whole other side could not be reached, so it may go as soon as anything gets through again.
ALTER TABLE messages ADD COLUMN outage BIGINT NOT NULL DEFAULT 0;

CREATE INDEX messages_dead ON messages (settled_at, id) WHERE state = 'Dead';

-- The ticket's updated_at at the last reading; a sweep reads again what differs.
ALTER TABLE tickets ADD COLUMN seen_updated_at BIGINT NULL;
ALTER TABLE tickets ADD COLUMN last_read_at BIGINT NULL;
CREATE INDEX tickets_by_conversation ON tickets (conversation_id);
