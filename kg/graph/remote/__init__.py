"""A graph that another engine holds, asked and written by the SPARQL 1.1 Protocol."""
