"""Files people hand in: named in the database, stored under private random names."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..chores import Chore, ChoreQuerySet
from ..file_sight import seen_through
from ..files.shelf import Shelf


class StoredFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of rows this person may see (:func:`core.file_sight.shown_with`), no others."""
        return self.filter(seen_through(user)).distinct()

    def for_list(self):
        return self.select_related("uploaded_by")

    def readable(self):
        """Files that may be handed out: found clean, or taken where no scanner is set up."""
        return self.filter(scan=StoredFile.Scan.CLEAN)

    def same_as(self, file: "StoredFile"):
        """Files of the same content, whatever their names."""
        return self.filter(sha256=file.sha256, size=file.size)

    def unowned(self):
        """Files no row points to, past versions in the history included.

        A row that goes with its file (the scan of it) does not hold it.
        """
        unowned = self
        for field in self.model._meta.get_fields(include_hidden=True):
            if getattr(field, "on_delete", None) is models.CASCADE:
                continue
            if field.one_to_many or field.one_to_one and field.auto_created:
                holders = field.related_model._base_manager.filter(
                    **{field.field.attname: models.OuterRef("pk")}
                )
                unowned = unowned.filter(~models.Exists(holders))
        return unowned


class Unread(FileNotFoundError):  # noqa: N818 -- reads as a sentence
    """The content is not handed out: the scanner has not found it clean (G14)."""


class StoredFile(models.Model):
    """One file as it was handed in; its content never changes.

    Without a scanner (``CLAMD_ADDRESS``) files are clean by rule: ``scanned_at`` stays empty, and
    :attr:`scan_said` says that nobody looked.
    """

    class Scan(models.TextChoices):
        PENDING = "pending", _("Being checked for viruses")
        CLEAN = "clean", _("Checked: clean")
        INFECTED = "infected", _("Holds a virus: locked")
        ERROR = "error", _("Could not be checked: locked")

    key = models.CharField(max_length=32, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=255)
    kind = models.CharField(_("kind"), max_length=10)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    scan = models.CharField(
        _("virus check"), max_length=10, choices=Scan.choices, default=Scan.CLEAN, editable=False
    )
    scanned_at = models.DateTimeField(_("checked at"), null=True, blank=True, editable=False)
    found = models.CharField(_("found"), max_length=200, blank=True, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("file"), _("files")
        indexes = [models.Index(fields=["sha256"], name="storedfile_sha256")]
        constraints = [
            models.CheckConstraint(
                name="file_key_has_128_random_bits", condition=Q(key__regex="^[0-9a-f]{32}$")
            ),
            models.CheckConstraint(
                name="file_digest_is_whole", condition=Q(sha256__regex="^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="file_name_is_given", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_file_s_scan_is_a_known_state",
                condition=Q(scan__in=("pending", "clean", "infected", "error")),
            ),
            models.CheckConstraint(
                name="only_an_infected_file_names_what_was_found",
                condition=Q(scan="infected") & ~Q(found="") | ~Q(scan="infected") & Q(found=""),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("files:download", args=[self.key])

    @property
    def readable(self) -> bool:
        return self.scan == self.Scan.CLEAN

    @property
    def scan_said(self) -> str:
        """The state of the virus check in words; says so when nobody looked."""
        if self.readable and not self.scanned_at:
            return gettext("Not checked for viruses: no scanner is set up")
        return str(self.Scan(self.scan).label)

    def open(self):
        """The content, open for reading bytes; Unread while it is not found clean."""
        if not self.readable:
            raise Unread(self.key)
        return Shelf().open(self.key)


class FileScanQuerySet(ChoreQuerySet["FileScan"]):
    def for_list(self):
        return self.select_related("file")


class FileScan(Chore):
    """The scan of one file: a scanner that is down is asked again, for weeks if need be (G14)."""

    file = models.OneToOneField(
        StoredFile, models.CASCADE, related_name="scanning", verbose_name=_("file")
    )

    objects: ClassVar = FileScanQuerySet.as_manager()
    patience = 500
    longest_pause = timedelta(hours=1)

    class Meta(Chore.Meta):
        verbose_name, verbose_name_plural = _("virus check"), _("virus checks")

    def __str__(self):
        return self.file.name
