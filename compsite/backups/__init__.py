"""Backups of the site's database, and putting one back: `manage.py backup` and `manage.py restore`.

Knows nothing of figures. What a backup is, and why so: docs/decisions/0047-backups.md.
"""
