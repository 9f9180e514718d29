"""What cases are sorted and timed by: topics, limits, ready sentences, substitutes."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin, ScopedInline
from core.admin.records import RecordForm
from directory.filters import UnderUnit
from directory.forms import PersonField, staff_within
from directory.models import Unit
from directory.querysets import within
from directory.rules import governs

from ..models import GroupMember, Limit, ReplyTemplate, Substitute, Topic, TopicRule
from ..rules import LEADING


class TopicRuleInline(ScopedInline):
    model, fields = TopicRule, ["kind", "unit"]


class GovernedAdmin(RecordAdmin):
    """Kept by the system administrator, for all units."""

    def may_add(self, user):
        return governs(user)

    def may_change(self, user, obj):
        return governs(user)


@admin.register(Topic)
class TopicAdmin(GovernedAdmin):
    list_display = ["title", "code", "parent", "position", "active"]
    list_filter = ["active"]
    search_fields = ["name_vi", "name_en", "code"]
    ordering = ["position", "pk"]
    fields = [
        "parent", "code", "name_vi", "name_en", "kinds", "keywords", "position", "active",
    ]  # fmt: skip
    inlines = [TopicRuleInline]
    reach = {"parent": lambda user: Topic.objects.filter(parent=None)}

    @admin.display(description=_("topic"))
    def title(self, topic):
        return topic.name


@admin.register(Limit)
class LimitAdmin(GovernedAdmin):
    list_display = [
        "of_kind", "of_topic", "members", "first_hours", "answer_days", "forward_hours", "basis",
    ]  # fmt: skip
    ordering = ["kind", "pk"]
    empty = _("No limits yet: 8 working hours and 5 working days hold, 3 days for complaints.")

    @admin.display(description=_("kind"), ordering="kind")
    def of_kind(self, limit):
        return limit.get_kind_display() or gettext("All kinds")

    @admin.display(description=_("topic"), ordering="topic")
    def of_topic(self, limit):
        return limit.topic or gettext("All topics")

    def may_delete(self, user, obj):
        return governs(user)


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(RecordAdmin):
    list_display = ["title", "topic", "unit", "language"]
    list_filter = ["language", UnderUnit.through("unit")]
    search_fields = ["title", "text"]
    ordering = ["title", "pk"]
    reach = {"unit": lambda user: units_led_by(user)}
    empty = _("No ready answers yet: focal points and heads add those of their unit.")

    def may_add(self, user):
        return governs(user) or user.holds(*LEADING)

    def may_change(self, user, obj):
        return governs(user) or obj.unit is not None and user.holds(*LEADING, path=obj.unit.path)

    may_delete = may_change

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["unit"].required = not governs(request.user)
        return form


def units_led_by(user):
    """Units for which a focal point, a head or the system administrator keeps ready answers."""
    if governs(user):
        return Unit.objects.all()
    return Unit.objects.filter(within({r.unit.path for r in user.held if r.kind in LEADING}))


class SubstituteForm(RecordForm):
    """Both by their email."""

    officer = PersonField(label=_("Email of the officer on leave"))
    by = PersonField(label=_("Email of the substitute"))  # type: ignore[assignment]  # a column

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = staff_within(self.by)
        for name in ("officer", "by"):
            self.fields[name].queryset = staff


@admin.register(Substitute)
class SubstituteAdmin(RecordAdmin):
    form = SubstituteForm
    list_display = ["officer", "by", "valid_from", "valid_to"]
    search_fields = ["officer__last_name", "officer__first_name", "by__last_name"]
    fields = ["officer", "by", "valid_from", "valid_to"]
    ordering = ["-valid_from", "-pk"]
    empty = _("Nobody stands in for anybody.")

    def may_add(self, user):
        return governs(user) or user.holds(*LEADING)

    def may_change(self, user, obj):
        return governs(user) or user.holds(*LEADING) and obj.officer_id != user.pk

    may_delete = may_change


class GroupMemberForm(RecordForm):
    """The member by email."""

    person = PersonField(label=_("Email of the member"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = staff_within(self.by)


@admin.register(GroupMember)
class GroupMemberAdmin(RecordAdmin):
    form = GroupMemberForm
    list_display = ["person", "group", "unit", "decision", "valid_from", "valid_to"]
    list_filter = ["group", UnderUnit.through("unit")]
    search_fields = ["person__last_name", "person__first_name", "decision"]
    fields = ["unit", "group", "person", "decision", "valid_from", "valid_to"]
    ordering = ["unit", "-valid_from", "-pk"]
    reach = {"unit": lambda user: units_led_by(user)}
    empty = _("No members yet: focal points and heads add those of their unit.")

    def may_add(self, user):
        return governs(user) or user.holds(*LEADING)

    def may_change(self, user, obj):
        return governs(user) or user.holds(*LEADING, path=obj.unit.path)

    may_delete = may_change
