"""Users, officers with their dated postings, and the roles people hold within a unit's subtree."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as StockUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from ..querysets import OfficerQuerySet, PostingQuerySet, RoleQuerySet, UserQuerySet
from .dated import DATES_IN_ORDER, DAYS, Dated
from .stamp import stamped
from .units import Unit


class UserManager(StockUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # plugin
    """Stock creation of accounts, the portal's questions."""


@tracked(exclude=("password", "last_login"), announced=False)
class User(AbstractUser):
    """An account. What it may do stands in its roles; sign-in libraries change it unannounced."""

    email = models.EmailField(_("email"), unique=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("vi", _("Vietnamese")), ("en", _("English"))],
        default="vi",
    )

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name, verbose_name_plural = _("user"), _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="an_address_is_one_account_whatever_its_case",
                violation_error_message=_("This email belongs to another account."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Vietnamese order: family and middle name, then the given name."""
        return f"{self.last_name} {self.first_name}".strip()

    def get_session_auth_hash(self) -> str:
        return stamped(self, super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for known in super().get_session_auth_fallback_hash():
            yield stamped(self, known)

    @property
    def today(self) -> date:
        return localdate()

    @cached_property
    def held(self) -> list["Role"]:
        """Roles held today, asked once a request; an inactive account holds none."""
        if not self.is_active or self.pk is None:
            return []
        # Asked with every page, so the few roles of a person are told apart by day here.
        return [role for role in self.roles.select_related("unit") if role.stands_on(self.today)]

    def holds(self, *kinds: str, path: str = "") -> bool:
        """Whether one of ``kinds`` is held today, for the unit at ``path`` when it is given."""
        return any(role.kind in kinds and role.covers(path) for role in self.held)

    @property
    def paths(self) -> list[str]:
        """Subtrees in this person's reach, those of predecessor units included."""
        return sorted({path for role in self.held for path in role.unit.covers})

    @property
    def unit(self) -> Unit | None:
        """The unit whose desk this person sits at."""
        return self.held[0].unit if self.held else None

    @property
    def sees_all(self) -> bool:
        """The board, the auditor and the system administrator look over every unit."""
        return self.holds(Role.Kind.BOARD, Role.Kind.AUDITOR, Role.Kind.SYSTEM_ADMINISTRATOR)

    @property
    def administered_paths(self) -> list[str]:
        """Subtrees this person administers as a department administrator."""
        mine = [r for r in self.held if r.kind == Role.Kind.DEPARTMENT_ADMINISTRATOR]
        return sorted({path for role in mine for path in role.unit.covers})

    @property
    def administers_accounts(self) -> bool:
        return self.holds(Role.Kind.SYSTEM_ADMINISTRATOR, Role.Kind.AUDITOR)


@tracked()
class Officer(models.Model):
    """A customs officer (civil servant)."""

    user = models.OneToOneField(
        User, models.PROTECT, related_name="officer", verbose_name=_("user")
    )
    number = models.CharField(_("officer number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("officer"), _("officers")

    def __str__(self):
        return str(self.user)


@tracked()
class Posting(Dated):
    """An officer's place in a unit between two days."""

    officer = models.ForeignKey(
        Officer, models.CASCADE, related_name="postings", verbose_name=_("officer")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings", verbose_name=_("unit"))
    position = models.CharField(_("position"), max_length=100, blank=True)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("posting"), _("postings")
        constraints = [
            models.CheckConstraint(name="posting_dates_are_in_order", condition=DATES_IN_ORDER),
            ExclusionConstraint(
                name="an_officer_has_one_posting_at_a_time",
                expressions=[("officer", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self):
        return f"{self.officer}, {self.unit}"


@tracked()
class Role(Dated):
    """What a person may do within a unit's subtree, between two days."""

    class Kind(models.TextChoices):
        OFFICER = "officer", _("Officer")
        FOCAL_POINT = "focal_point", _("Focal point of the advisory group")
        HEAD = "head", _("Head of unit")
        DEPARTMENT_ADMINISTRATOR = "department_administrator", _("Department administrator")
        BOARD = "board", _("Reform board")
        SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")
        AUDITOR = "auditor", _("Auditor")

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name=_("user"))
    kind = models.CharField(_("role"), max_length=30, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roles", verbose_name=_("unit"))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("role"), _("roles")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="role_dates_are_in_order", condition=DATES_IN_ORDER),
            ExclusionConstraint(
                name="a_role_is_held_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.unit}"

    def covers(self, path: str) -> bool:
        """Whether the unit at ``path`` is in the reach of this role; no path, no question."""
        return not path or any(path.startswith(mine) for mine in self.unit.covers)
