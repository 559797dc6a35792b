-- When the client was told that nobody is there: once in a conversation.
ALTER TABLE conversations ADD COLUMN told_offline_at BIGINT NULL;
