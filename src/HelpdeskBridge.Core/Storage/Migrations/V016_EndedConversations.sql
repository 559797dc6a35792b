-- Ended conversations whose tickets an agent can still write into. The reconcile sweep looks at them a few at a time.
CREATE INDEX conversations_ended_writable ON conversations (helpdesk, ended_at, id)
    WHERE phase = 'Ended' AND ticket_id IS NOT NULL AND ticket_status NOT IN ('Closed', 'Gone');
