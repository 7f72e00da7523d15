"""Plans and reports kept as read, with their targets and figures, and what a clerk made of each.

The reader (`anmin.kernel.plans`) knows no database; this room keeps what it read. `api.py` is its door.
"""
