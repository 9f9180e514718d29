# The portal's image: packages are built in the first stage, only what runs is in the last.
FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /portal
RUN python -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/python -m pip install --require-hashes --only-binary :all: -r requirements.txt
COPY . .
# A build needs no secret: the trial's settings serve, and nothing of theirs is kept.
RUN for po in locale/*/LC_MESSAGES/django.po locale/libraries/*/LC_MESSAGES/django.po; do \
      .venv/bin/python -m babel.messages.frontend -q compile -i "$po" -o "${po%.po}.mo" || exit 1; done \
 && PORTAL_TRIAL=1 PORTAL_STATE=/tmp/build STATIC_ROOT=/portal/static-collected DATABASE_URL=postgres://x@localhost/x \
      .venv/bin/python manage.py collectstatic --no-input -v 0 \
 && .venv/bin/python -m pip uninstall -q -y pip \
 && .venv/bin/python -m compileall -q core directory plans partnership standalone

FROM python:3.12-slim-bookworm
ENV PATH=/portal/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=partnership.settings \
    PORTAL_STATE=/var/lib/portal MEDIA_ROOT=/var/lib/portal/files STATIC_ROOT=/portal/static-collected
RUN groupadd --system --gid 10001 portal \
 && useradd --system --uid 10001 --gid portal --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0750 /var/lib/portal /var/lib/portal/files
WORKDIR /portal
COPY --from=build /portal /portal
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
# /live touches nothing but the process; /ready is for the watchman.
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=4 \
  CMD ["python", "ops/answers.py"]
CMD ["python", "-m", "gunicorn", "-c", "ops/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
