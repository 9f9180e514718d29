"""Reference data that a right-holder edits: scoped forms, announced changes, no lost typing."""

from collections.abc import Mapping
from copy import deepcopy
from functools import partial
from typing import Any
from urllib.parse import unquote

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.history import acting, history

from .facts import tables
from .scoped import ScopedAdmin
from .widgets import PlainSelect

PLAIN: Mapping[type[models.Field], Mapping[str, Any]] = {
    models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
    models.TimeField: {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})},
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
    models.URLField: {"assume_scheme": "https"},
}


class RecordForm(forms.ModelForm):
    """Carries the last event of the row when it was opened and, if one likes, why it is changed."""

    last_event = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"), required=False, max_length=300
    )
    by, refused = None, ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["last_event"] = self.last_event_now()

    def last_event_now(self) -> str:
        """The number of the row's last event; empty for a new row."""
        if self.instance.pk is None or not hasattr(self.instance, "events"):
            return ""
        last = self.instance.events.order_by("-pgh_id").values_list("pgh_id", flat=True)
        return str(last.first() or "")

    def clean(self):
        """A row changed since it was opened is not overwritten unawares; a second save is aware."""
        found = super().clean() or self.cleaned_data
        opened, now = found.pop("last_event", ""), self.last_event_now()
        found.pop("reason", None)
        if self.refused:
            self.add_error(None, self.refused)
        elif opened != now:
            self.data = self.data.copy()
            self.data[self.add_prefix("last_event")] = now
            self.add_error(None, self.meanwhile())
        return found

    def meanwhile(self) -> str:
        """Who changed the row since it was opened."""
        last = history(type(self.instance)._base_manager.get(pk=self.instance.pk))[0]
        return _(
            "%(who)s changed this while you were typing. Nothing of yours is lost and nothing is "
            "saved yet: compare below, then save again to keep what you typed."
        ) % {"who": last.actor or _("The clock")}


class ScopedChoices(BaseModelAdmin):
    """Choices of foreign keys begin at what the person may see; ``reach`` narrows them.

    ``reach``: {field: function of the user → queryset}. A key outside is refused like a made-up
    one, with the field's own error.
    """

    formfield_overrides = PLAIN
    reach: dict = {}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.MultipleChoiceField(
                label=db_field.verbose_name,
                required=False,
                choices=db_field.base_field.choices,
                widget=forms.CheckboxSelectMultiple,
            )
        if isinstance(db_field, models.ForeignKey):
            # Without the stock wrapper, whose pop-up windows need script and answer for others.
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if narrowed := self.reach.get(db_field.name):
            kwargs["queryset"] = narrowed(request.user)
        elif "queryset" not in kwargs:
            kwargs["queryset"] = db_field.related_model.objects.visible_to(request.user)
        kwargs.setdefault("widget", PlainSelect)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = db_field.related_model.objects.visible_to(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ScopedInline(ScopedChoices, admin.TabularInline):
    """Rows that belong to a card: edited with it by whoever may change the card."""

    template = "admin/inline.html"
    extra = 1
    badges: dict = {}
    property_order: dict = {}
    show_change_link = False
    frozen = False  # shown, never edited
    rows_shown = 100  # at most, on a card that is read

    def rows_of(self, request, obj):
        """The rows under ``obj`` that the person may see."""
        name = self.fk_name or next(
            f.name for f in self.model._meta.fields if f.related_model is self.parent_model
        )
        return self.model.objects.visible_to(request.user).for_list().filter(**{name: obj})

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.user)

    def allowed(self, request, obj=None) -> bool:
        """The card's own rule: inline rows are never edited behind its back."""
        card = self.admin_site.get_model_admin(self.parent_model)
        may = card.has_change_permission(request, obj) if obj else card.has_add_permission(request)
        return may and not self.frozen

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_add_permission(self, request, obj=None):
        return self.allowed(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.allowed(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.allowed(request, obj)


class RecordAdmin(ScopedChoices, ScopedAdmin):
    """Declare ``may_add(user)``, ``may_change(user, obj)``, ``may_delete(user, obj)`` as rules.

    ``fixed`` names fields that keep their value once the row exists.
    """

    form = RecordForm
    change_form_template = add_form_template = "admin/record.html"
    delete_confirmation_template = "admin/delete.html"
    fixed: tuple[str, ...] = ()

    def may_add(self, user) -> bool:
        return False

    def may_change(self, user, obj) -> bool:
        return False

    def may_delete(self, user, obj) -> bool:
        return False

    def has_add_permission(self, request):
        return self.may_add(request.user)

    def has_change_permission(self, request, obj=None):
        return obj is not None and self.may_change(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and self.may_delete(request.user, obj)

    def ways(self, request):
        if not self.has_add_permission(request):
            return []
        return [(_("Add %(what)s") % {"what": self.opts.verbose_name}, self.url("add"))]

    def get_fields(self, request, obj=None):
        """The model's fields in the order declared, then the reason for a change."""
        own = [f.name for f in self.model._meta.fields if f.editable and not f.primary_key]
        names = list(self.fields or own)
        extra = ["last_event", "reason"] if issubclass(self.form, RecordForm) else []
        return names + extra

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        for name in self.fixed_of(obj) if obj else ():
            form.base_fields[name] = _fixed(form.base_fields[name], name, obj)
        # The class is new with each request; a subclass would build its fields afresh.
        form.by, form.refused = request.user, getattr(request, "refused", "")
        return form

    def fixed_of(self, obj) -> tuple[str, ...]:
        """Names of the fields of ``obj`` that keep their value."""
        return self.fixed

    def get_inline_instances(self, request, obj=None):
        found = super().get_inline_instances(request, obj)
        return [inline for inline in found if inline.allowed(request, obj)]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return self._edit(request, None)
        obj = self.get_object(request, unquote(object_id))
        if self.has_change_permission(request, obj):
            if request.method == "GET":
                request.opened = obj
            return self._edit(request, obj)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_object(self, request, object_id, from_field=None):
        """The row in sight; one opened to be shown is not read twice, a save reads it anew."""
        opened = getattr(request, "opened", None)
        if opened is not None and str(opened.pk) == str(object_id):
            return opened
        return super().get_object(request, object_id, from_field)

    def _edit(self, request, obj):
        more = self._frame(request, obj)
        page = partial(
            admin.ModelAdmin.changeform_view, self, request, obj and str(obj.pk), "", more
        )
        if request.method != "POST":
            return page()
        reason = request.POST.get("reason", "").replace("\x00", "")[:300]
        try:
            with acting(request.user, "change" if obj else "add", reason=reason):
                if obj:
                    self.model._base_manager.select_for_update().get(pk=obj.pk)
                return page()
        except IntegrityError as error:
            request.refused = refusal(error)
        return page()

    def _frame(self, request, obj) -> dict:
        title = str(obj) if obj else _("Add %(what)s") % {"what": self.opts.verbose_name}
        shown = [i for i in self.inlines if obj and not self._edited(i, request, obj)]
        return {
            "title": title,
            "desk": self,
            "moves": self.moves_for(request, obj) if obj else [],
            "may_delete": obj is not None and self.has_delete_permission(request, obj),
            "tables": tables(self, request, obj, shown),
            "lines": self.lines(obj) if obj else [],
        }

    def _edited(self, inline, request, obj) -> bool:
        """Whether the rows of ``inline`` stand in the form; else they are shown below it."""
        return inline(self.model, self.admin_site).allowed(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._saved(request, obj)

    def response_change(self, request, obj):
        return self._saved(request, obj)

    def _saved(self, request, obj):
        """Back to the card; to the list when the change took the row out of sight."""
        said = _("Saved: %(what)s") % {"what": obj}
        messages.success(request, said)
        seen = self.get_queryset(request).filter(pk=obj.pk).exists()
        return redirect(self.url("change", obj.pk) if seen else self.list_url)

    def delete_model(self, request, obj):
        with acting(request.user, "delete", reason=request.POST.get("reason", "")[:300]):
            obj.delete()


def _fixed(field, name: str, obj):
    """A field that keeps its value: shown, checked with the others, deaf to what is posted."""
    field = deepcopy(field)  # a declared field is shared by all forms of the class
    field.disabled = True
    if hasattr(field, "queryset"):
        field.queryset = field.queryset.model._base_manager.filter(pk=getattr(obj, f"{name}_id"))
    return field


def refusal(error: IntegrityError) -> str:
    """What the database refused, in words: the broken constraint's own message or its name."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if rule.name == name and rule.violation_error_message:
                return str(rule.violation_error_message) % {"name": name}
    return _("The database refused this: %(rule)s.") % {"rule": name.replace("_", " ")}
