"""SHACL shapes compiled to SPARQL, so that a graph is checked where it is, by the engine that holds it."""
