"""Signing in to the editors' area: password, second factor, limits of guessing, sessions that end.

docs/decisions/0018-signing-in.md says why it is as it is, docs/signing-in.md how it is used.
"""
