-- What the bot's script said about fields of the ticket, for tickets that are opened later.
ALTER TABLE conversations ADD COLUMN script_fields TEXT COLLATE "C";
-- Whether the ticket's return tag was there before the chat was, and whether the bot has named another person than the ticket's requester.
ALTER TABLE conversations ADD COLUMN ignores_return_tag BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN names_another_person BIGINT NOT NULL DEFAULT 0;
