"""Drawings by the server: events over time, on a map, as a network."""
