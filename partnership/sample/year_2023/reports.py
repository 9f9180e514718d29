"""The report of every unit in a period: on time, late, sent back, extended, excused, missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.history import acting
from plans.models import (
    Concession,
    FrozenFigure,
    PaperNumber,
    Report,
    ReportingPeriod,
    ReportSection,
    ReportVersion,
)
from plans.services.freezing import frozen

from .moments import moment
from .words import Narratives, Profile

S = Report.Status
LATE, BACK, STAYS_BACK, MISSING, EXCUSED, EXTENDED, WAITING, NOT_BEGUN, GOOD = (
    "late", "back", "stays_back", "missing", "excused", "extended", "waiting", "not_begun", "good",
)  # fmt: skip
FATES = {  # by kind of period: place of the unit → what became of its report
    "six_months": {
        2: LATE, 5: BACK, 9: EXTENDED, 13: LATE, 17: STAYS_BACK, 20: BACK, 22: MISSING,
        26: EXCUSED, 31: LATE, 34: EXTENDED, 39: BACK, 43: LATE,
    },
    "annual": {
        4: LATE, 13: LATE, 16: BACK, 22: LATE, 26: BACK, 30: EXTENDED, 33: EXCUSED, 36: MISSING,
        41: LATE,
    },
    "ad_hoc": {
        1: WAITING, 2: MISSING, 4: MISSING, 6: WAITING, 7: BACK, 10: NOT_BEGUN, 12: STAYS_BACK,
        14: WAITING, 15: MISSING, 17: EXCUSED, 21: WAITING, 23: MISSING, 26: NOT_BEGUN,
    },
}  # fmt: skip
RETURNED = "Phần giám sát chưa nêu kết quả xử lý từng ý kiến không hài lòng; đề nghị bổ sung."
LONGER = "Đơn vị tập trung lực lượng cho đợt cao điểm thông quan, đề nghị nộp muộn một tuần."
NO_REPORT = "Đơn vị khắc phục hậu quả mưa lũ kéo dài; số liệu được gộp vào kỳ sau."


@dataclass
class Story:
    """One unit's report with its days; a version that was sent back has a second one after it."""

    report: Report
    who: Profile
    fate: str
    texts: dict[str, str]
    ready: date  # units hand in during the week before this day

    @property
    def due(self) -> date:
        return self.report.due_on

    @property
    def handed_in(self) -> Any:
        if self.fate in (MISSING, NOT_BEGUN, EXCUSED):
            return None
        days = {LATE: 2 + self.who.of(7), EXTENDED: 4}
        after = days.get(self.fate, -1 - self.who.of(8))
        return moment(working(self.ready + timedelta(days=after)), 10)

    def days_after(self, days: int, hour: int = 14) -> datetime:
        """So many days after the first submission."""
        first = self.handed_in or moment(self.due)
        return moment(working(first.date() + timedelta(days=days)), hour)

    @property
    def redo_by(self) -> date:
        return max(self.due, self.days_after(9).date())


def working(day: date) -> date:
    """That day, or the Monday after a weekend."""
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def load(period: ReportingPeriod, known: Iterable[Profile], *, ready: date | None = None) -> None:
    """Write the whole register of a period, state by state.

    ``ready`` stands in place of the due day where that is still to come.
    """
    found = {report.unit_id: report for report in period.reports.select_related("unit")}
    turn = 0 if period.kind == ReportingPeriod.Kind.SIX_MONTHS else 1
    words, fates = Narratives(), FATES[period.kind]
    stories = []
    for who in known:
        report = found[who.unit.pk]
        report.period = period
        texts = dict(words.of(who, turn))
        fate = fates.get(who.number, GOOD)
        stories.append(Story(report, who, fate, texts, ready or period.due_on))
    with acting(None, "sample"):
        play(stories)


def play(stories: list[Story]) -> None:
    """Concessions, drafts, first versions, those sent back, second versions, acceptance."""
    concede(stories)
    written = [story for story in stories if story.fate not in (EXCUSED, NOT_BEGUN)]
    move(written, S.DRAFTED)
    ReportSection.objects.bulk_create(
        ReportSection(report=story.report, section=section, text=text)
        for story in written
        for section, text in story.texts.items()
    )
    handed = [story for story in written if story.handed_in]
    versions = hand_in(handed)
    returned = [story for story in handed if story.fate in (BACK, STAYS_BACK)]
    send_back(returned)
    again = [story for story in returned if story.fate == BACK]
    versions += hand_in(again, again=True)
    freeze(versions)
    accepted = [story for story in handed if story.fate not in (STAYS_BACK, WAITING)]
    move(accepted, S.ACCEPTED)
    number(accepted)


def freeze(versions: list[ReportVersion]) -> None:
    """Each unit's own figures as counted, those of the period before beside them."""
    figures = [figure for version in versions for figure in frozen(version)]
    FrozenFigure.objects.bulk_create(figures, batch_size=500)


def concede(stories: list[Story]) -> None:
    """Extensions a few days before the due day, excuses two weeks before."""
    kinds = {EXTENDED: Concession.Kind.EXTENDED, EXCUSED: Concession.Kind.EXCUSED}
    for story in stories:
        if story.fate not in kinds:
            continue
        report, excused = story.report, story.fate == EXCUSED
        at = moment(working(story.due - timedelta(days=14 if excused else 4)))
        reason = NO_REPORT if excused else LONGER
        until = None if excused else working(story.due + timedelta(days=7))
        Concession.objects.create(
            report=report, kind=kinds[story.fate], until=until, reason=reason, at=at
        )
        mine = Report.objects.filter(pk=report.pk)
        if excused:
            mine.update(status=S.EXCUSED, excused_at=at, excused_reason=reason)
        else:
            mine.update(extended_to=until, extended_at=at, extension_reason=reason)


def move(stories: list[Story], status: str) -> None:
    Report.objects.filter(pk__in=[story.report.pk for story in stories]).update(status=status)


def hand_in(stories: list[Story], *, again: bool = False) -> list[ReportVersion]:
    """A version of each; the second one ends with a sentence on what was asked for."""
    versions = []
    for story in stories:
        at = story.days_after(6) if again else story.handed_in
        story.report.submitted_at = at
        story.report.first_submitted_at = story.report.first_submitted_at or at
        versions.append(version(story, at, again=again))
    rows = [story.report for story in stories]
    Report.objects.bulk_update(rows, ["submitted_at", "first_submitted_at"], batch_size=200)
    move(stories, S.SUBMITTED)
    return ReportVersion.objects.bulk_create(versions)


def version(story: Story, at: Any, *, again: bool) -> ReportVersion:
    back = story.fate in (BACK, STAYS_BACK) and not again
    texts = dict(story.texts)
    if again:
        texts["supervision"] += "\nKết quả xử lý từng ý kiến không hài lòng đã được bổ sung."
    return ReportVersion(
        report=story.report,
        number=2 if again else 1,
        submitted_at=at,
        texts=texts,
        term=story.redo_by if again else None,
        returned_at=story.days_after(2) if back else None,
        returned_reason=RETURNED if back else "",
        redo_by=story.redo_by if back else None,
        accepted_at=None
        if back or story.fate == WAITING
        else story.days_after(8 if again else 5, 16),
    )


def send_back(stories: list[Story]) -> None:
    for story in stories:
        story.report.redo_by = story.redo_by
    Report.objects.bulk_update([story.report for story in stories], ["redo_by"])
    move(stories, S.SENT_BACK)


def number(stories: list[Story]) -> None:
    """Papers of accepted reports have their numbers, one after the other in each unit."""
    year = stories[0].due.year
    given = dict.fromkeys((story.who.unit.pk for story in stories), 0)
    for unit in PaperNumber.objects.filter(unit__in=given, year=year).values_list(
        "unit", flat=True
    ):
        given[unit] += 1
    PaperNumber.objects.bulk_create(
        PaperNumber(
            unit=story.who.unit, year=year, number=given[story.who.unit.pk] + 1,
            day=story.handed_in.date(), report=story.report,
        )
        for story in stories
    )  # fmt: skip
