-- The contents of clients' files that are not in a ticket yet, so that each process can upload what another has downloaded. A file is there as a whole
-- or not at all: its parts are inserted in one transaction.
CREATE TABLE client_file_parts (
    message_id TEXT COLLATE "C" NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    content    BYTEA NOT NULL,
    PRIMARY KEY (message_id, number)
);

-- Most files are compressed already.
ALTER TABLE client_file_parts ALTER COLUMN content SET STORAGE EXTERNAL;

-- Once its message no longer waits, nobody needs the file.
CREATE FUNCTION messages_forget_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM client_file_parts WHERE message_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER messages_forget_file AFTER UPDATE OF state ON messages FOR EACH ROW
    WHEN (NEW.kind = 'ClientFile' AND OLD.state IN ('Pending', 'Sending') AND NEW.state NOT IN ('Pending', 'Sending'))
    EXECUTE FUNCTION messages_forget_file();
