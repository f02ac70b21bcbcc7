"""The rules in their order. One damage, one file; each rule only looks and yields edits."""

from clean.engine import Rule

REPAIRS: tuple[Rule, ...] = ()
"""Rules that make damaged text right where it stands; the only ones that run on single lines."""

RULES: tuple[Rule, ...] = (*REPAIRS,)
"""Every rule, in the order they run."""
