"""Files people hand in: named in the database, stored under private random names."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..file_sight import seen_through
from ..files.shelf import Shelf


class StoredFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of rows this person may see (:func:`core.file_sight.shown_with`), no others."""
        return self.filter(seen_through(user)).distinct()

    def for_list(self):
        return self.select_related("uploaded_by")

    def same_as(self, file: "StoredFile"):
        """Files of the same content, whatever their names."""
        return self.filter(sha256=file.sha256, size=file.size)

    def unowned(self):
        """Files no row points to, past versions in the history included."""
        unowned = self
        for field in self.model._meta.get_fields(include_hidden=True):
            if field.one_to_many or field.one_to_one and field.auto_created:
                holders = field.related_model._base_manager.filter(
                    **{field.field.attname: models.OuterRef("pk")}
                )
                unowned = unowned.filter(~models.Exists(holders))
        return unowned


class StoredFile(models.Model):
    """One file as it was handed in; its content never changes."""

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
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("files:download", args=[self.key])

    def open(self):
        """The content, open for reading bytes."""
        return Shelf().open(self.key)
