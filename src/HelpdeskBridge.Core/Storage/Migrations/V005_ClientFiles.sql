-- What became of a client's file: uploaded, with the token a comment takes it by, or why it is not carried. Written before it is used, so that
-- a comment sent again is the same, and no file is uploaded twice.
CREATE TABLE client_files (
    message_id   TEXT PRIMARY KEY REFERENCES messages (id),
    name         TEXT   NOT NULL,
    upload_token TEXT   NULL,
    usable_until BIGINT NULL,
    fault        TEXT   NULL
);
