"""Answers, by kind, with the headers that each always has."""
