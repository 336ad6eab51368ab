"""What programs speak to: SPARQL, updates, graphs, the ledger, descriptions."""
