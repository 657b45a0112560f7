"""Puts right what a rebuild needs before it can build: the settings, and the pointer to the version in force."""

from __future__ import annotations

from govgraph.graph.errors import Damaged
from govgraph.graph.folder import Folder
from govgraph.graph.settings import SETTINGS, Settings, read_settings


def repair(folder: Folder) -> list[str]:
    """Write the settings and the pointer again where they are damaged. The caller holds the writer's lock.

    Returns:
        a sentence for each thing that a person should look at: what was damaged and from where it was taken instead.

    Raises:
        Damaged: the settings are damaged, and no version tells them.
    """
    notes = []
    try:
        number = folder.current()
        if number not in folder.numbers():
            raise Damaged(f"version {number} is missing", where=str(folder.path / "current"))
    except Damaged as damaged:
        number = max(folder.numbers(), default=1)
        folder.point_to(number)
        notes.append(f"{damaged}: version {number} was taken to be in force")
    made = folder.settings_in_force()
    try:
        settings = read_settings(folder.path / SETTINGS)
    except Damaged as damaged:
        if made is None:
            raise Damaged(
                damaged.what,
                where=damaged.where,
                expected=" ".join(Settings().text().split("\n")),
                hint="write it by hand; the version in force does not tell the settings",
            ) from damaged
        settings = made
        notes.append(f"{damaged.where}: {damaged.what}; it was written again as the graph was made")
        folder.write_settings(settings)
    if made and made.base != settings.base:
        folder.write_settings(Settings(made.base, settings.languages))
        notes.append(
            f"{SETTINGS}: the base was {settings.base!r}, and the graph was made with {made.base!r}, which was written again"
        )
    if made and made.languages != settings.languages:
        notes.append(f"names are shown in {', '.join(settings.languages)} now, not in {', '.join(made.languages)}")
    try:
        folder.facts(folder.version_path(number))
    except Damaged as damaged:
        loads = folder.loads()
        notes.append(
            f"{damaged.where}: {damaged.what}; all {len(loads)} loads with complete records were taken: {', '.join(loads)}; "
            "govgraph unload removes one that you had unloaded"
        )
    return notes
