"""Where the lists of cooperation stand on the desk."""

DESK = "/admin/associations/"
