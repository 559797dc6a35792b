-- Who the requester of a conversation's ticket is, where the bot names the helpdesk's own user. An empty id is the bridge's own user. The note is what
-- the agent is told about it. A process of the version before erases conversations without knowing this table.
CREATE TABLE ticket_requesters (
    conversation_id TEXT COLLATE "C" PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    requester_id    TEXT COLLATE "C" NOT NULL,
    note            TEXT COLLATE "C"
);
