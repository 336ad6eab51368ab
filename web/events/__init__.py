"""What happened: lists of events with their filters and counts, the page of one."""
