"""Who is missed: the poor and vulnerable without a card, and how many are in no list at all."""

from samut.engine.missed.counting import Missed, missed_in

__all__ = ["Missed", "missed_in"]
