"""Reads the bureau's own plans and reports into headings, targets, figures and references.

The reader stands alone: no Django, no network. `api.py` is its door; `docs/decisions/0004-plan-grammar.md` says why it
is a grammar and how its stages follow each other.
"""
