"""What pages show, gathered: no page asks the database from its template."""

from .register import agreement_page, association_page, commitment_page, own_page

__all__ = ["agreement_page", "association_page", "commitment_page", "own_page"]
