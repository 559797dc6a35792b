-- How far the steps for a chat that no agent has answered (Escalations) have come: when the client carried it on after its end, until an agent answers;
-- the time of the last step that was taken, in milliseconds; and before which time no further one is due. In a chat from before, all is looked at.
ALTER TABLE conversations ADD COLUMN reopened_at BIGINT NULL;
ALTER TABLE conversations ADD COLUMN escalated_after BIGINT NULL;
ALTER TABLE conversations ADD COLUMN escalation_due_at BIGINT NULL;
CREATE INDEX conversations_escalations ON conversations (channel, (COALESCE(escalation_due_at, opened_at)))
    WHERE phase = 'Open' AND (answered_at IS NULL OR reopened_at IS NOT NULL) AND ticket_id IS NOT NULL;

-- How many chats the agents of a group have in hand (CountCapacity).
CREATE INDEX conversations_open_in_group ON conversations (helpdesk, destination_id, ticket_status) WHERE phase = 'Open';
