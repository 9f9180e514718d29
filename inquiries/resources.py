"""Registers of past years from Excel: cases that were answered before the portal kept them."""

from datetime import datetime, time
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing import Choice, Column, SheetResource, Words, Wrong, enrol
from core.importing.columns import Day, folded
from directory.calendars import calendars_for
from directory.resources.places import UnitCode, UnitColumn, Units
from directory.tax_codes import clean_tax_code

from . import clocks, codes
from .models import Holding, Inquiry, Message, Topic
from .rules import LEADING, flow, registers
from .services import limits_for

OPENING, CLOSING = time(8), time(16)  # the register knows days, not hours


def tax_code(text: str) -> str:
    """The stored form of a tax code, refused with its remedy."""
    try:
        return clean_tax_code(text)
    except ValidationError as wrong:
        raise Wrong(wrong.messages[0], _("Leave the cell empty when it is not known.")) from wrong


class TopicCode(Words):
    """A topic by its code or by its name in either language."""

    def clean(self, value, row=None, **kwargs) -> Topic | None:
        text = folded(self.text(value))
        found = self.known().get(text)
        if text and found is None:
            raise Wrong(
                _("No topic is called “%(value)s”.") % {"value": self.text(value)},
                _("Write one of the names or codes under Topics."),
            )
        return found

    def known(self) -> dict[str, Topic]:
        if not hasattr(self, "_known"):
            self._known = {
                folded(name): topic
                for topic in Topic.objects.all()
                for name in (topic.code, topic.name_vi, topic.name_en)
            }
        return self._known

    def render(self, value, obj=None, **kwargs) -> str:
        return value.code if value else ""


@enrol
class RegisterResource(SheetResource):
    """Heads and focal points bring in what the units in their reach answered."""

    reference = Column(
        "reference", gettext_lazy("Number in the register"), required=True, example="2023/03/0147",
        hint=gettext_lazy("Each number once; it becomes the reference of the case."),
    )  # fmt: skip
    received = Column(
        "received_on", gettext_lazy("Received on"), Day(), required=True, example="20/11/2023"
    )
    answered = Column(
        "answered_on", gettext_lazy("Answered on"), Day(), required=True, example="24/11/2023"
    )
    unit = UnitColumn(
        "unit", gettext_lazy("Code of the unit"), UnitCode(), required=True, example="03"
    )
    kind = Column(
        "kind", gettext_lazy("Kind"), Choice(Inquiry.Kind.choices[:3]), required=True,
        example=Inquiry.Kind.QUESTION.label,
    )  # fmt: skip
    channel = Column(
        "channel", gettext_lazy("Channel"), Choice(Inquiry.Channel.choices), required=True,
        example=Inquiry.Channel.HOTLINE.label,
    )  # fmt: skip
    topic = Column("topic", gettext_lazy("Topic"), TopicCode(), required=True, example="origin")
    subject = Column("subject", gettext_lazy("The matter in one line"), required=True)
    question = Column("question", gettext_lazy("Question"))
    answer = Column("answer_text", gettext_lazy("Answer"), required=True)
    company = Column("company", gettext_lazy("Name of the enterprise"))
    tax_code = Column("tax_code", gettext_lazy("Tax code"), Words(tax_code))

    class Meta(SheetResource.Meta):
        model = Inquiry
        import_id_fields = ("reference",)
        fields = ("reference", "received", "answered", "unit", "kind", "channel", "topic",
                  "subject", "question", "answer", "company", "tax_code")  # fmt: skip

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields["unit"].look_up(Units(), self.by)

    @staticmethod
    def open_to(user) -> bool:
        """Who may bring in registers at all."""
        return registers(user)

    def existing(self, keys):
        found = Inquiry.objects.filter(reference__in=keys).select_related("unit", "topic")
        return {case.reference: case for case in found}

    def refuse_foreign(self, instance, row):
        raise Wrong(_("A case with this number stands here already."), _("Leave the row out."))

    def prepare(self, instance):
        """What an export shows beside the columns of the case itself."""
        for name, field in (("received_on", "received_at"), ("answered_on", "answered_at")):
            moment = getattr(instance, field)
            setattr(instance, name, localdate(moment) if moment else None)
        instance.answer_text = ""

    def check(self, instance):
        faults = {}
        instance.question = instance.question or instance.subject
        received, answered = instance.received_on, instance.answered_on
        if received and answered and not received <= answered <= localdate():
            faults["answered"] = Wrong(
                _("The answer does not lie between the day of receipt and today."),
                _("Compare both days with the register."),
            )
        if instance.unit_id and not self.by.holds(*LEADING, path=instance.unit.path):
            faults["unit"] = Wrong(
                _("This unit is outside your reach."), _("Write the code of one of your units.")
            )
        if not faults and received and answered and instance.unit_id and instance.topic_id:
            self.complete(instance)
        return faults

    def complete(self, instance) -> None:
        """Complete the case as if it had been asked and closed then."""
        instance.received_at = _moment(instance.received_on, OPENING)
        instance.answered_at = instance.responded_at = _moment(instance.answered_on, CLOSING)
        hours, days = limits_for(instance.kind, instance.topic, member=False)
        instance.first_hours, instance.answer_days = hours, days
        code, pin = codes.code_and_pin(uuid4())
        instance.code_hash, instance.pin_hash = (
            codes.digest_of_code(code), codes.digest_of_pin(code, pin),
        )  # fmt: skip
        instance.due_at = clocks.due_at(self.clock(instance))

    def clock(self, case: Inquiry) -> clocks.Case:
        calendar = calendars_for([case.unit])[case.unit_id]
        spell = clocks.Spell(calendar, case.received_at, case.answered_at, answered=True)
        return clocks.Case((spell,), case.first_hours, case.answer_days)

    def init_instance(self, row=None):
        """As the move "register" begins: closed."""
        return Inquiry(status=flow.moves["register"].target)

    def bulk_create(self, *args, **kwargs):
        """With each case its holding and its answer."""
        made = list(self.create_instances)
        super().bulk_create(*args, **kwargs)
        made = [case for case in made if case.pk]
        Holding.objects.bulk_create(
            Holding(inquiry=case, unit=case.unit, since=case.received_at, until=case.answered_at,
                    ended=Holding.End.ANSWERED, due_at=case.due_at,
                    minutes=clocks.waited(self.clock(case), case.answered_at))
            for case in made
        )  # fmt: skip
        Message.objects.bulk_create(
            Message(inquiry=case, side=Message.Side.OFFICER, answers=True, text=case.answer_text,
                    at=case.answered_at)
            for case in made
        )  # fmt: skip


def _moment(day, clock: time) -> datetime:
    return make_aware(datetime.combine(day, clock))
