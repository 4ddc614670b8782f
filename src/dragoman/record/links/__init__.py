"""Links in the database: each module compares what came with what it must be compared with, found by an index."""
