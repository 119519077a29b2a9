"""Proposing a recipe for a workbook nobody has described yet: what its cells show, and what a person has to confirm."""

from __future__ import annotations

from intake.guess.proposal import guess_recipe

__all__ = ["guess_recipe"]
