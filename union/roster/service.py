"""Verbs on rosters and bindings, in one place for who calls them."""

from union.roster.standing import Membership, Standing, allies, memberships, standing

__all__ = ["Membership", "Standing", "allies", "memberships", "standing"]
