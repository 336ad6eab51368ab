"""News articles in, a graph of diplomacy out: who did what to whom, when, and the sentence that says so."""

__version__ = "0.1.0"
