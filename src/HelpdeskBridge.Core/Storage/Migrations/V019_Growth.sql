-- Nothing that is done all the time may cost more with each conversation that is over, or with each message that waits behind another one.

-- 1: a message of its queue waits before it, so that the search for queues that are due need not look at it. 0: perhaps none does.
ALTER TABLE messages ADD COLUMN behind BIGINT NOT NULL DEFAULT 0;
UPDATE messages SET behind = 1 WHERE state IN ('Pending', 'Sending') AND EXISTS (
    SELECT 1 FROM messages earlier WHERE earlier.conversation_id = messages.conversation_id AND earlier.direction = messages.direction
        AND earlier.state IN ('Pending', 'Sending') AND earlier.sequence < messages.sequence);
CREATE INDEX messages_in_front ON messages (due_at) WHERE state IN ('Pending', 'Sending') AND behind = 0;

-- A trigger, because an older version that works on the same store during an upgrade does not know the column.
CREATE TRIGGER messages_next_in_front AFTER UPDATE OF state ON messages
WHEN OLD.state IN ('Pending', 'Sending') AND NEW.state NOT IN ('Pending', 'Sending')
BEGIN
    UPDATE messages SET behind = 0 WHERE behind = 1 AND id = (
        SELECT id FROM messages WHERE conversation_id = NEW.conversation_id AND direction = NEW.direction
            AND state IN ('Pending', 'Sending') ORDER BY sequence LIMIT 1);
END;

-- Clients are forgotten by channel and user, whatever their helpdesk.
CREATE INDEX requesters_by_client ON requesters (channel, user_id);

-- The tickets of a conversation, without looking at all tickets of the helpdesk.
DROP INDEX tickets_by_conversation;
CREATE INDEX tickets_by_conversation ON tickets (conversation_id, helpdesk, ticket_id);

-- Open chats of a helpdesk, and those that no agent has answered.
CREATE INDEX conversations_open_by_helpdesk ON conversations (helpdesk, channel) WHERE phase = 'Open';
CREATE INDEX conversations_unanswered ON conversations (channel, opened_at) WHERE phase = 'Open' AND answered_at IS NULL;
CREATE INDEX conversations_ended_by_helpdesk ON conversations (helpdesk, ended_at) WHERE phase = 'Ended';
