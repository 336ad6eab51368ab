"""Events in an article's text: parse, parties, actions, dates. Pure: lists and the parser come in as arguments."""
