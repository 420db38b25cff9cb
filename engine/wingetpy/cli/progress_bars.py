"""Progress on a terminal: a line for each download with bytes, rate and the time that is left, or for a step."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

from rich.color import Color
from rich.console import Console, RenderableType
from rich.constrain import Constrain
from rich.progress import Progress as Lines
from rich.progress import ProgressColumn, Task, TaskID, TextColumn
from rich.progress_bar import ProgressBar
from rich.style import Style
from rich.table import Column
from rich.text import Text

from wingetpy.cli.looks import Bar
from wingetpy.messages.language import say
from wingetpy.model.call import Progress
from wingetpy.model.sizes import size_text
from wingetpy.model.text import harmless

BAR_CELLS = 20
WIDE = 70
"""Cells of a terminal that has room for a bar; a narrower one gets the part of a hundred and the time."""
KEY_CELLS = 3
"""Cells that stay free at the end: a terminal writes ^C or ^Z there, and a line that it breaks is not taken away."""


class ProgressBars:
    """The lines of one change. They are drawn when something is reported, by no thread of their own."""

    def __init__(self, console: Console, bar: Bar) -> None:
        self._lines = _Lines(console, bar)
        self._tasks: dict[str, TaskID] = {}
        self._lines.start()

    def show(self, progress: Progress) -> None:
        """Show the parts, or what has none; lines of what is not part of it any more are taken away."""
        shown = {one.activity: one for one in progress.parts or (progress,)}
        for gone in self._tasks.keys() - shown.keys():
            self._lines.remove_task(self._tasks.pop(gone))
        for activity, one in shown.items():
            if activity not in self._tasks:
                self._tasks[activity] = self._lines.add_task(harmless(activity), total=None, long="", short="")
            total, done = _amounts(one)
            task, long, short = self._tasks[activity], harmless(_measure(one)), harmless(_short_measure(one))
            self._lines.update(task, total=total, completed=done, long=long, short=short)
        self._lines.refresh()

    def end(self) -> None:
        self._lines.stop()


class _Lines(Lines):
    """Rich's lines of progress, for the width that the terminal has at the moment."""

    def __init__(self, console: Console, bar: Bar) -> None:
        self._terminal = console
        what = TextColumn(
            "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
        )
        self._wide = (what, _Bar(bar), _measure_column("long"))
        self._narrow = (what, _measure_column("short"))
        super().__init__(
            console=console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            expand=True,
        )

    def get_renderables(self) -> Iterable[RenderableType]:
        self.columns = self._wide if self._terminal.width >= WIDE else self._narrow
        yield Constrain(self.make_tasks_table(self.tasks), max(1, self._terminal.width - KEY_CELLS))


def _measure_column(field: str) -> TextColumn:
    return TextColumn(f"{{task.fields[{field}]}}", markup=False, table_column=Column(no_wrap=True, justify="right"))


class _Bar(ProgressColumn):
    def __init__(self, bar: Bar) -> None:
        super().__init__(Column(width=BAR_CELLS, no_wrap=True))
        self._bar = bar

    def render(self, task: Task) -> RenderableType:
        if self._bar not in ("retro", "rainbow"):
            return ProgressBar(task.total, task.completed, BAR_CELLS, pulse=task.total is None)
        full = int(BAR_CELLS * min(1, task.completed / task.total)) if task.total else 0
        if self._bar == "retro":
            return Text("#" * full + "." * (BAR_CELLS - full))
        return Text.assemble(*(("█", _hue(at)) for at in range(full)), ("░" * (BAR_CELLS - full), "dim"))


def _hue(at: int) -> Style:
    red, green, blue = colorsys.hsv_to_rgb(at / BAR_CELLS, 0.8, 1.0)
    return Style(color=Color.from_rgb(red * 255, green * 255, blue * 255))


def _amounts(progress: Progress) -> tuple[float | None, float]:
    """Return all and what of it is done; None for all where that is not known."""
    if progress.bytes is not None and progress.total_bytes is not None:
        return progress.total_bytes, progress.bytes
    if progress.percent_complete is not None:
        return 100, progress.percent_complete
    return None, 0


def _measure(progress: Progress) -> str:
    if progress.bytes is None:
        return _joined(_percent(progress), progress.status)
    total = say(" of {0}", size_text(progress.total_bytes)) if progress.total_bytes is not None else ""
    rate = f"{size_text(progress.bytes_per_second)}/s" if progress.bytes_per_second else ""
    return _joined(f"{size_text(progress.bytes)}{total}", rate, _left(progress))


def _short_measure(progress: Progress) -> str:
    if progress.bytes is None:
        return _percent(progress)
    return _joined(_percent(progress) or size_text(progress.bytes), _left(progress))


def _percent(progress: Progress) -> str:
    return "" if progress.percent_complete is None else f"{progress.percent_complete} %"


def _left(progress: Progress) -> str:
    """The time that is left at this rate, `1:02:03` or `0:07`; empty where nobody knows it."""
    if not progress.bytes_per_second or progress.total_bytes is None or progress.bytes is None:
        return ""
    minutes, seconds = divmod(max(0, progress.total_bytes - progress.bytes) // progress.bytes_per_second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _joined(*texts: str) -> str:
    return "  ".join(filter(None, texts))
