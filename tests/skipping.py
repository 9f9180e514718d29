"""With PORTAL_NOTHING_SKIPPED (as CI has it) a run that skipped a test has failed."""

import os

import pytest


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and asked():
        terminalreporter.write_line(f"{len(skipped)} skipped, and PORTAL_NOTHING_SKIPPED is set.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if asked() and reporter and reporter.stats.get("skipped") and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def asked() -> bool:
    return bool(os.environ.get("PORTAL_NOTHING_SKIPPED"))
