-- The last commit of each process. A process that did not hear whether a commit was made looks here.
CREATE TABLE last_commits (
    writer       TEXT COLLATE "C" PRIMARY KEY,
    number       BIGINT NOT NULL,
    committed_at TIMESTAMPTZ NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
