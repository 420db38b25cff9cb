"""The kinds of steps. A new kind is one class that fulfils `journal/step.py`, and one line in `Step`."""

from __future__ import annotations

from wingetpy.journal.file_steps import (
    MakeDirectory,
    MakeLink,
    MoveAway,
    PlaceFile,
    PlaceFolder,
    RemoveDirectory,
    RemoveLink,
)
from wingetpy.journal.font_steps import LoadFont, UnloadFont
from wingetpy.journal.package_steps import (
    AddPackage,
    DeprovisionPackage,
    ProvisionPackage,
    RegisterAgain,
    RegisterPackage,
    RemovePackage,
    StagePackage,
    UpdatePackage,
)
from wingetpy.journal.program_steps import RunProgram
from wingetpy.journal.registry_steps import (
    AddToPath,
    RemoveFromPath,
    RemoveKey,
    RemoveValue,
    SetValue,
)
from wingetpy.journal.store_steps import AskStore
from wingetpy.journal.tracking_steps import ForgetPackage, RememberPackage

Step = (
    MakeDirectory
    | RemoveDirectory
    | PlaceFile
    | PlaceFolder
    | MoveAway
    | MakeLink
    | RemoveLink
    | SetValue
    | RemoveValue
    | RemoveKey
    | AddToPath
    | RemoveFromPath
    | LoadFont
    | UnloadFont
    | RunProgram
    | AddPackage
    | UpdatePackage
    | StagePackage
    | ProvisionPackage
    | RegisterPackage
    | RegisterAgain
    | DeprovisionPackage
    | RemovePackage
    | AskStore
    | RememberPackage
    | ForgetPackage
)
