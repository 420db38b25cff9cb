"""What lies in the staging folder is removed, and nothing there stops a change."""

from __future__ import annotations

import os
from pathlib import Path

from wingetpy.hosts.native_removal import remove_tree
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.journal.staging import DOWNLOADS, OPERATIONS, Workplace, sweep


def test_a_thousand_nested_folders_are_swept(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    staging = host.files.local(host.staging_folder())
    for folder in (OPERATIONS, DOWNLOADS):
        (staging / folder).mkdir(parents=True)
        for depth in range(1, 1501):  # one by one: os.makedirs is recursive, too
            os.mkdir(f"{staging / folder}/{'a/' * depth}")
    os.utime(staging / DOWNLOADS / "a", (1, 1))
    sweep(host)
    assert list(staging.iterdir()) == []


def test_nothing_that_lies_in_the_staging_folder_stops_a_change(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    staging = host.files.local(host.staging_folder())
    (staging / DOWNLOADS).mkdir(parents=True)
    (staging / DOWNLOADS / "dangling").symlink_to("nowhere")
    (staging / DOWNLOADS / "file").write_text("x")
    (staging / OPERATIONS).write_text("a file")
    sweep(host)
    assert (staging / OPERATIONS).is_file()


def test_a_folder_left_in_use_does_not_stop_the_operation_of_its_number(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    first, again = Workplace(host, 1), Workplace(host, 1)
    assert first.folder != again.folder
    assert host.files.local(again.unpacked).is_dir()


def test_removal_does_not_follow_links(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "file"
    kept.parent.mkdir()
    kept.write_text("x")
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "link").symlink_to(kept.parent, target_is_directory=True)
    (folder / "file").write_text("x")
    assert remove_tree(folder)
    assert kept.exists()
    link = tmp_path / "link"
    link.symlink_to(kept.parent, target_is_directory=True)
    assert not remove_tree(link)
    assert kept.exists()
