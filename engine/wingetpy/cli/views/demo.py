"""`demo`: the main job on a sandbox of its own."""

from __future__ import annotations

from wingetpy.cli.demo import demo
from wingetpy.cli.options import Given
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View


def run(session: Session, given: Given) -> int:
    return demo(session.console)


DEMO = View(options=(), run=run, examples=("demo",))
