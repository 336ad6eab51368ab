"""The graph: events as quads, the store they are kept in, and the processes that answer queries from it."""
