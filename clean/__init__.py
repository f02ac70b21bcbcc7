"""Document to Document: the rules, the engine that applies them, and the clean store."""
