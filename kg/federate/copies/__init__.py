"""Facts about the actors, copied from data sets outside into named graphs (`kg enrich`)."""
