-- Retention looks for conversations by their end.
CREATE INDEX conversations_by_end ON conversations (ended_at) WHERE phase <> 'Open';
