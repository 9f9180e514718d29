"""How a round goes on: who was asked, reached and has answered; counts only."""

from dataclasses import dataclass

from django.db.models import Count, Q

from .models import DoubleEntry, Invitation, Round, UsedCode


@dataclass(frozen=True)
class Way:
    """One way of sending: how many were asked, sent to, came back, opted out, have no address to
    send to, answered."""

    label: str
    asked: int
    sent: int
    reminded: int
    returned: int
    opted_out: int
    nowhere: int
    answered: int

    @property
    def rate(self) -> float | None:
        return 100 * self.answered / self.asked if self.asked else None


@dataclass(frozen=True)
class Progress:
    """Ways and their sum; answers under seal; agreement of double entry in percent."""

    ways: list[Way]
    total: Way
    sealed: int
    compared: int
    disagreement: float | None


def progress(survey_round: Round) -> Progress:
    """Counts of a round in four queries."""
    rows = survey_round.invitations.order_by().values("channel").annotate(**COUNTS)
    used = UsedCode.objects.filter(invitation__round=survey_round)
    by_way = dict(used.order_by().values_list("invitation__channel").annotate(Count("pk")))
    labels = dict(Invitation.Channel.choices)
    ways = [
        Way(
            str(labels[row["channel"]]),
            answered=by_way.get(row["channel"], 0),
            **{name: row[name] for name in COUNTS},  # type: ignore[literal-required]
        )
        for row in rows.order_by("channel")
    ]
    sums = [sum(getattr(way, name) for way in ways) for name in (*COUNTS, "answered")]
    double = DoubleEntry.objects.filter(round=survey_round).first() or DoubleEntry()
    compared, differing = double.compared, double.differing
    return Progress(
        ways, Way("", *sums), survey_round.sealed.count(), compared,
        100 * differing / compared if compared else None,
    )  # fmt: skip


COUNTS = {
    "asked": Count("pk"),
    "sent": Count("pk", filter=Q(sent_on__isnull=False)),
    "reminded": Count("pk", filter=Q(reminders__gt=0)),
    "returned": Count("pk", filter=Q(bounced_on__isnull=False)),
    "opted_out": Count("pk", filter=Q(opted_out_on__isnull=False)),
    "nowhere": Count("pk", filter=Q(channel=Invitation.Channel.LETTER, postal="")),
}
