"""A list narrowed to one unit and everything under it."""

from django.contrib.admin import SimpleListFilter
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import Unit
from .querysets import within

UPPER = (Unit.Kind.DEPARTMENT, Unit.Kind.HQ_UNIT)


class UnderUnit(SimpleListFilter):
    """Rows of one unit's subtree; offered are the units in the person's own reach.

    Who sees all chooses a department or headquarters unit; others one of their own units.
    """

    title, parameter_name = _("unit"), "unit"
    field = ""

    @classmethod
    def through(cls, field: str):
        """The filter for a list whose rows reach their unit by ``field``."""
        return type(cls.__name__, (cls,), {"field": field})

    def lookups(self, request, model_admin):
        name = "name_en" if (get_language() or "vi").startswith("en") else "name_vi"
        units = Unit.objects.as_of(localdate())
        user = request.user
        near = units.filter(kind__in=UPPER) if user.sees_all else units.filter(within(user.paths))
        found = list(near.values_list("pk", name, "path")[:200])
        self.paths = {str(pk): path for pk, _name, path in found}
        return [(str(pk), name) for pk, name, _path in found]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        path = self.paths.get(self.value())
        if path is None:
            return queryset.none()
        return queryset.filter(**{f"{self.field}__path__startswith": path})

    def choices(self, changelist):
        """As stock, with the address built once: there may be two hundred units."""
        base = changelist.get_query_string(remove=[self.parameter_name])
        start = f"{base}{'&' if len(base) > 1 else ''}{self.parameter_name}="
        now = self.value()
        yield {"selected": now is None, "query_string": base, "display": _("All")}
        for value, name in self.lookup_choices:
            url = f"{start}{value}"
            yield {"selected": value == now, "query_string": url, "display": name}
