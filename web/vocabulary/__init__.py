"""What the terms mean: the ontology, the codes of actions, the rules."""
