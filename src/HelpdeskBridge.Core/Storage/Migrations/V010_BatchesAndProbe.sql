-- The head of the batch a message was last claimed in: a batch whose answer was lost is found by its head's mark, and stays as it was,
-- also when it was given up and an operator sends it again.
ALTER TABLE messages ADD COLUMN batch_id TEXT NULL;

-- Written by the readiness check: a full disk still reads, and still begins a transaction.
CREATE TABLE probes (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL
);
