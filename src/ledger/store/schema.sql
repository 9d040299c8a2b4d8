-- A ledger of bijia. `body` is an entry, the bytes that are hashed; the other columns are found in it or follow from it.
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    idem TEXT NOT NULL,
    purchase TEXT
) STRICT;

CREATE INDEX entry_by_idem ON entry (idem);
CREATE INDEX entry_by_purchase ON entry (purchase);

-- No UNIQUE but the number: a REPLACE would delete what it clashes with, and the next number clashes with nothing.
CREATE TRIGGER entry_is_next BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
BEGIN
    SELECT raise(ABORT, 'entries are only added at the end of a ledger');
END;

CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
BEGIN
    SELECT raise(ABORT, 'entries of a ledger are not changed');
END;

CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
BEGIN
    SELECT raise(ABORT, 'entries of a ledger are not deleted');
END;
