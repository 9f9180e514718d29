"""Who was asked and who answered a round, by stratum, way of sending and channel (G19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..models import Channel, Round, Stratum, Tally
from .counts import answered_by, part_names
from .lines import Turnout
from .small_cells import FEWEST, protected
from .telling import clear

S = Tally.Split
UNINVITED = (Channel.OPEN, Channel.KIOSK)


@dataclass
class WhoAnswered:
    """The part of a round's findings that says nothing of answers."""

    round: Round

    @cached_property
    def population(self) -> int | None:
        """How many there are, where the round's strata say it."""
        return sum(stratum.population for stratum in self.strata) or None

    @cached_property
    def strata(self) -> list[Stratum]:
        return list(self.round.strata.select_related("unit"))

    @cached_property
    def answered_by(self) -> dict[tuple[str, str], dict[str, int]]:
        return answered_by(self.round)

    def answers_of(self, stratum) -> int:
        return self.answered_by.get((S.STRATUM, str(stratum.pk)), {}).get("answered", 0)

    @property
    def silent(self) -> list[str]:
        """Strata that a weighted share leaves out: nobody, or too few to be told, answered."""
        return [str(each) for each in self.strata if not self.answers_of(each)]

    @property
    def answered(self) -> int | None:
        """How many answered, by whatever way; None where these are too few to be told."""
        found = self._sum(S.ALL, "answered")
        return found if found >= FEWEST else None

    @property
    def asked(self) -> int:
        """Codes given out; where there are none, the sample of the strata."""
        return self._sum(S.ALL, "asked") or sum(s.sample for s in self.strata)

    @property
    def returned(self) -> int | None:
        """How many of those asked answered: codes used; where there are none, what came in from
        elsewhere than open links and kiosks. None where it, or what is left, is too few."""
        whole, codes = self._sum(S.ALL, "answered"), self._sum(S.ALL, "asked")
        uninvited = sum(self._sum(S.CHANNEL, "answered", part) for part in UNINVITED)
        found = self._sum(S.WAY, "answered") if codes else whole - uninvited
        return found if found >= FEWEST and clear(whole - found) else None

    @property
    def rate(self) -> float | None:
        return 100 * self.returned / self.asked if self.asked and self.returned else None

    def _sum(self, split: str, what: str, part: str | None = None) -> int:
        return sum(
            n.get(what, 0)
            for (of, key), n in self.answered_by.items() if of == split and part in (None, key)
        )  # fmt: skip

    @cached_property
    def turnout(self) -> list[Turnout]:
        """By stratum; small parts are hidden together with one that hides them."""
        return turned_out((str(s), s.sample, self.answers_of(s)) for s in self.strata)

    @cached_property
    def ways(self) -> list[Turnout]:
        """By how the code was sent: codes given out and codes used."""
        found = {part: n for (split, part), n in self.answered_by.items() if split == S.WAY}
        names = part_names(S.WAY, found)
        lines = [(names[part], n["asked"], n.get("answered", 0)) for part, n in found.items()]
        return turned_out(sorted(lines))

    @cached_property
    def channels(self) -> list[tuple[str, int | None]]:
        """By how the answer came in."""
        found = {part: n for (split, part), n in self.answered_by.items() if split == S.CHANNEL}
        names = part_names(S.CHANNEL, found)
        seen = protected([[n["answered"]] for n in found.values()])[:-1] if found else []
        return sorted((names[part], n[0]) for part, n in zip(found, seen, strict=True))


def turned_out(lines: Iterable[tuple[str, int, int]]) -> list[Turnout]:
    """(name, asked, answered) as lines; small numbers hidden, with one that hides them."""
    known = list(lines)
    rows = [[answered, max(asked - answered, 0)] for _name, asked, answered in known]
    seen = protected(rows)[:-1] if rows else []
    return [Turnout(line[0], line[1], row[0]) for line, row in zip(known, seen, strict=True)]
