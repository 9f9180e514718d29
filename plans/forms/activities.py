"""Forms of an activity's verbs: planned in one page, its result entered on the phone."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from core.admin.widgets import PlainSelect
from core.forms import MoveForm, ReasonForm

from ..models import Activity, ActivityFile, Item
from ..rules.activities import organised_units
from ..services.activity_files import Photos
from ..services.series import MOST
from .files import FilesField
from .offers import serving_choices
from .plans import FreshForm
from .results import CountForm, HoldForm

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
LINES = forms.Textarea(attrs={"rows": 4})
WHEN = ("starts_on", "starts_at", "ends_on", "ends_at")


class When(forms.Form):
    """Day and hour from and until; without an hour it takes whole days."""

    starts_on = forms.DateField(label=_("Day"), widget=DAY)
    starts_at = forms.TimeField(
        label=_("Starts at"),
        widget=HOUR,
        required=False,
        help_text=_("Leave the hours empty for something that takes whole days."),
    )
    ends_on = forms.DateField(label=_("Last day, if another"), widget=DAY, required=False)
    ends_at = forms.TimeField(label=_("Ends at"), widget=HOUR, required=False)

    def show(self, activity: Activity) -> None:
        """Fill in the hours of ``activity``."""
        starts, ends = localtime(activity.starts), localtime(activity.ends)
        several = activity.last_day != activity.first_day
        self.initial.update(
            starts_on=activity.first_day,
            starts_at=None if activity.all_day else starts.time(),
            ends_on=activity.last_day if several else None,
            ends_at=None if activity.all_day else ends.time(),
        )

    def moments(self, data: dict) -> dict:
        """The four fields as starts, ends and all_day; errors stand at the field to mend."""
        first, begin, last, end = (data.pop(name, None) for name in WHEN)
        if first is None:
            return {}
        last, all_day = last or first, begin is None
        if not all_day and end is None:
            self.add_error("ends_at", _("Say until what time, or leave both hours empty."))
            return {}
        starts = make_aware(datetime.combine(first, begin or time()))
        until = datetime.combine(last, time()) + timedelta(days=1)
        ends = make_aware(until if all_day else datetime.combine(last, end))
        if ends <= starts:
            self.add_error("ends_on" if last < first else "ends_at", _("It ends before it starts."))
        return {"starts": starts, "ends": ends, "all_day": all_day}


class Details(When, forms.ModelForm):
    """What an activity is, when and where, and who may register."""

    online_url = forms.URLField(
        label=_("Online address"), max_length=300, required=False, assume_scheme="https"
    )

    class Meta:
        model = Activity
        fields = (
            "kind", "title_vi", "title_en", "unit", "task", "place", "online_url", "summary_vi",
            "summary_en", "public", "registration", "seats", "registration_until",
        )  # fmt: skip
        widgets = {
            "summary_vi": LINES,
            "summary_en": LINES,
            "unit": PlainSelect,
            "registration_until": DAY,
        }
        help_texts = {
            "public": _("Enterprises see it once it is announced."),
            "seats": _("Leave empty for no limit."),
            "registration_until": _("The last day to register; empty: until it begins."),
        }

    field_order: tuple[str, ...] = ("kind", "title_vi", "title_en", *WHEN, "place", "online_url")

    def _post_clean(self):
        """The verb writes: validating must not change the row that is shown."""

    def clean(self):
        data = super().clean() or self.cleaned_data
        if "starts_on" in self.fields:
            data |= self.moments(data)
        if data.get("registration") and not data.get("public", True):
            self.add_error("registration", _("Only what is in the public calendar is registered."))
        self._until(data)
        return data

    def _until(self, data: dict) -> None:
        starts = data.get("starts") or (self.instance.pk and self.instance.starts)
        until = data.get("registration_until")
        if starts and until and until > localtime(starts).date():
            self.add_error("registration_until", _("Registration closes before it begins."))


class PlanForm(MoveForm, Details):
    """A new activity, with the one undertaking or obligation it mainly serves."""

    serves = forms.ChoiceField(
        label=_("What it serves"),
        required=False,
        help_text=_("More can be added on its card."),
    )
    field_order = ("kind", "title_vi", "title_en", *WHEN, "place", "online_url", "unit", "serves")

    def choices(self):
        self.fields["unit"].queryset = organised_units(self.by)
        self.initial.setdefault("unit", self.by.unit and self.by.unit.pk)
        groups, self.known = serving_choices(self.by)
        self.fields["serves"].choices = [("", _("Not said yet")), *groups]
        self.fields["task"].required = False
        self.fields["task"].choices = [("", _("That of what it serves")), *Item.Task.choices]

    def clean(self):
        data = super().clean()
        serves = data["serves"] = self.known.get(data.get("serves", ""))
        if not data.get("task"):
            data["task"] = serves.task if serves else ""
        if not data["task"]:
            self.add_error("task", _("Choose the task, or what the activity serves."))
        return data


class ReviseForm(FreshForm, Details):
    """The details anew; the day of what is announced moves by postponing it."""

    field_order = Details.field_order

    def __init__(self, *args, subject=None, **kwargs):
        super().__init__(*args, subject=subject, instance=subject, **kwargs)

    def choices(self):
        super().choices()
        self.fields["unit"].queryset = organised_units(self.by)
        self.show(self.subject)
        if self.subject.status == Activity.Status.ANNOUNCED:
            for name in (*WHEN, "public"):
                del self.fields[name]


class PostponeForm(When, ReasonForm):
    """The new day and why."""

    field_order = (*WHEN, "registration_until", "reason")

    registration_until = forms.DateField(
        label=_("Registration closes after"), widget=DAY, required=False
    )

    def choices(self):
        self.show(self.subject)
        self.initial["registration_until"] = self.subject.registration_until

    def clean(self):
        data = super().clean() or self.cleaned_data
        return data | self.moments(data)


class ServeForm(MoveForm):
    """Undertakings and obligations an activity serves: those ticked, and no others."""

    serves = forms.MultipleChoiceField(
        label=_("What it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def choices(self):
        groups, self.known = serving_choices(self.by)
        served = [each.undertaking or each.item for each in self.subject.servings.for_list()]
        now = {f"{'i' if isinstance(each, Item) else 'u'}{each.pk}": each for each in served}
        others = [(key, str(each)) for key, each in now.items() if key not in self.known]
        self.known |= now
        self.fields["serves"].choices = [*groups, *([(_("Others"), others)] if others else [])]
        self.initial["serves"] = list(now)

    def clean(self):
        data = super().clean() or self.cleaned_data
        return {"serves": [self.known[key] for key in data.get("serves", ())]}


class AttachForm(MoveForm):
    """Documents and photos to add, others to take away."""

    added = FilesField(label=_("Documents and photos"), required=False)
    caption = forms.CharField(label=_("What they show"), max_length=200, required=False)
    public = forms.BooleanField(label=_("On the public page"), required=False)
    remove = forms.ModelMultipleChoiceField(
        label=_("Take away"),
        queryset=ActivityFile.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def choices(self):
        mine = ActivityFile.objects.filter(activity=self.subject).select_related("file")
        self.fields["remove"].queryset = mine.order_by("pk")
        if not mine.exists():
            del self.fields["remove"]

    def clean(self):
        data = super().clean() or self.cleaned_data
        files = Photos(data.get("added") or [], data.get("caption", ""), data.get("public", False))
        remove = list(data.get("remove") or [])
        if not self.errors and not files.uploads and not remove:
            raise ValidationError(_("Choose files to add, or tick some to take away."))
        return {"files": files, "remove": remove}


class RepeatForm(MoveForm):
    """Once more, or as a series."""

    first_day = forms.DateField(label=_("First day"), widget=DAY)
    times = forms.IntegerField(label=_("How many times"), min_value=1, max_value=MOST, initial=1)
    every = forms.ChoiceField(
        label=_("Every"),
        choices=[("week", _("week")), ("month", _("month")), ("quarter", _("quarter"))],
        initial="month",
    )


ACTIVITY_MOVES: dict[str, type[MoveForm]] = {
    "plan": PlanForm,
    "revise": ReviseForm,
    "postpone": PostponeForm,
    "hold": HoldForm,
    "correct_result": CountForm,
    "serve": ServeForm,
    "attach": AttachForm,
    "repeat": RepeatForm,
    "cancel": ReasonForm,
}
