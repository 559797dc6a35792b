-- Open chats that may be idle, without looking at all of a channel. The time is one at which the chat was known not to be idle, and is moved on only
-- when the search comes to it: a text changes no index of its conversation.
ALTER TABLE conversations ADD COLUMN active_at BIGINT NULL;
CREATE INDEX conversations_idle ON conversations (channel, (COALESCE(active_at, opened_at))) WHERE phase = 'Open';

-- Events that wait for JAICP, without looking at what waits for the helpdesk.
CREATE INDEX messages_waiting_events ON messages (conversation_id) WHERE direction = 'ToJaicp' AND state IN ('Pending', 'Sending');
