-- The client's language, as the bot named it. In conversations that began before, it is unknown.
ALTER TABLE conversations ADD COLUMN language TEXT NULL;
