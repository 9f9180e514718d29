"""The question being written, kept in the session until it is sent."""

from typing import Any
from uuid import UUID, uuid4

from core.guard import issue
from core.models import StoredFile
from core.shelf import Shelf
from directory.models import Enterprise, Unit

from .. import services
from ..forms.asking import CheckForm
from ..models import Inquiry, Topic

KEY, ASKED = "ask", "asked"
topics, units = Shelf(Topic), Shelf(Unit)
STEPS = ("topic", "subject", "name")
"""What each of the three pages must have left before the next one opens."""


def _number() -> dict[str, str]:
    return {"submission": uuid4().hex, "pass": issue(CheckForm.purpose)}


class Draft:
    """A view of the session: answers as they were typed, and the keys of kept files."""

    def __init__(self, request):
        self.session = request.session
        self.data: dict[str, Any] = request.session.get(KEY) or _number()

    def keep(self, **answers: Any) -> None:
        self.data.update(answers)
        self.session[KEY] = self.data

    def drop(self) -> None:
        """It was sent: the session keeps nothing of it but the number, which shows the receipt."""
        self.session[ASKED] = self.data["submission"]
        self.session.pop(KEY, None)

    @property
    def sent(self) -> bool:
        """Whether its case is there. The session has its number from the first page on, so that
        the sending itself writes no session, and no receipt is lost with one."""
        return Inquiry.objects.filter(submission=self.submission).exists()

    @property
    def begun(self) -> str:
        """The subject of a question that waits to be sent; "" where none does."""
        subject = str(self.data.get("subject", ""))
        return "" if subject and self.sent else subject

    def begin_anew(self) -> None:
        """The same answers under another number: what is changed after it was sent."""
        self.keep(**_number())

    @property
    def whole(self) -> bool:
        return self.reached() == len(STEPS)

    def reached(self) -> int:
        """How many of the pages are filled in."""
        done = [bool(self.data.get(name)) for name in STEPS]
        return done.index(False) if False in done else len(done)

    @property
    def topic(self) -> Topic | None:
        return self._topic("topic")

    @property
    def exact_topic(self) -> Topic | None:
        """The topic of the second level when one was chosen under the first."""
        detail = self._topic("detail")
        return detail if detail and detail.parent_id == self.data.get("topic") else self.topic

    def _topic(self, name: str) -> Topic | None:
        chosen = self.data.get(name)
        found = topics.get(chosen) if chosen else None
        return found if found and found.active else None

    @property
    def unit(self) -> Unit | None:
        chosen = self.data.get("unit")
        return units.get(chosen) if chosen else None

    @property
    def files(self) -> list[StoredFile]:
        """Kept files; a draft older than a day may have lost them to the night's sweep."""
        kept = self.data.get("files")
        return list(StoredFile.objects.filter(pk__in=kept).order_by("pk")) if kept else []

    def swept(self) -> bool:
        """Whether files have gone since the page was shown; the draft forgets them, and how many
        they were is told until others are attached."""
        kept = self.data.get("files")
        if not kept:
            return False
        here = [file.pk for file in self.files]
        gone = len(kept) - len(here)
        if gone:
            self.keep(files=here, lost=self.data.get("lost", 0) + gone)
        return bool(gone)

    def lost(self) -> int:
        """How many files the night has swept away."""
        self.swept()
        return self.data.get("lost", 0)

    @property
    def known(self) -> Enterprise | None:
        return services.enterprise_of(self.data.get("tax_code", ""))

    @property
    def submission(self) -> UUID:
        return UUID(self.data["submission"])
