"""Forms of assessments: points by criterion, comment, outcome, appeal."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.components.leaves import plain
from core.forms import MoveForm, ReasonForm, unset
from directory.models import Enterprise, Unit

from ..models import Assessment, CriteriaSet
from .agreements import EnterpriseField, units_of

LONG = forms.Textarea(attrs={"rows": 5})


class AssessForm(MoveForm):
    criteria = forms.ModelChoiceField(
        label=_("Set of criteria"), queryset=CriteriaSet.objects.none(), empty_label=None
    )
    enterprise = EnterpriseField(label=_("Tax code of the enterprise"))
    unit = forms.ModelChoiceField(label=_("Assessing unit"), queryset=Unit.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099, localize=False)

    def choices(self):
        self.fields["criteria"].queryset = CriteriaSet.objects.as_of(localdate())
        self.fields["enterprise"].queryset = Enterprise.objects.visible_to(self.by)
        self.fields["unit"].queryset = units_of(self.by)
        self.initial.setdefault("year", localdate().year)


class ScoresForm(MoveForm):
    """Two questions a criterion: points, and what they rest on."""

    def choices(self):
        self.criteria = list(self.subject.criteria.items.all())
        given = {score.criterion_id: score for score in self.subject.scores.all()}
        for each in self.criteria:
            score = given.get(each.pk)
            most = _("At most %(most)s points.") % {"most": plain(each.most)}
            self.fields[f"points_{each.pk}"] = forms.DecimalField(
                label=str(each), min_value=0, max_value=each.most, max_digits=6,
                decimal_places=2, initial=score and score.points,
                help_text=most, error_messages={"max_value": most},
            )  # fmt: skip
            self.fields[f"evidence_{each.pk}"] = forms.CharField(
                label=_("Evidence for %(code)s") % {"code": each.code}, max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}), initial=score and score.evidence,
            )  # fmt: skip

    def clean(self):
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        return {
            "scores": {
                each: (data[f"points_{each.pk}"], data[f"evidence_{each.pk}"])
                for each in self.criteria
            }
        }


class DecideOnForm(ReasonForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=unset(Assessment.Outcome.choices))
    field_order = ("outcome", "reason")


class PublishForm(MoveForm):
    """What the public reads of an example."""

    lesson = forms.CharField(
        label=_("What others can learn"), widget=LONG, max_length=2000, required=False,
        help_text=_("What this enterprise does that others can do too: nothing confidential. Empty:"
                    " it is not shown any more."),
    )  # fmt: skip

    def choices(self):
        self.initial.setdefault("lesson", self.subject.lesson)


class CommentForm(MoveForm):
    text = forms.CharField(label=_("What you say to it"), widget=LONG, max_length=4000)


ASSESSMENT_MOVES = {
    "assess": AssessForm,
    "enter_scores": ScoresForm,
    "decide_on": DecideOnForm,
    "publish": PublishForm,
}
