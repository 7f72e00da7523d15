"""One door per room: from outside, a kernel room is entered by `api.py`, or for its words by `declare.py`."""

import functools

import grimp
import pytest

DOORS = ("api", "declare")


@functools.cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("anmin")


def room(module: str) -> str | None:
    """`anmin.kernel.people.models` lies in the room `anmin.kernel.people`."""
    parts = module.split(".")
    return ".".join(parts[:3]) if parts[:2] == ["anmin", "kernel"] and len(parts) > 3 else None


def test_rooms_are_entered_by_their_doors() -> None:
    broken = [
        f"{importer} imports {imported}"
        for importer in graph().modules
        for imported in graph().find_modules_directly_imported_by(importer)
        if (inside := room(imported)) and room(importer) != inside and importer != inside
        if imported.split(".")[3] not in DOORS and ".migrations." not in importer
    ]
    assert not broken, "\n".join(["export it from the room's api.py or declare.py:", *sorted(broken)])


@pytest.mark.parametrize("service", sorted(m for m in graph().modules if m.count(".") == 2 and ".services." in m))
def test_a_service_speaks_the_words_of_the_kernel_only(service: str) -> None:
    broken = [
        f"{module} imports {imported}"
        for module in graph().find_descendants(service)
        for imported in graph().find_modules_directly_imported_by(module)
        if not imported.startswith((service, "anmin.services"))
        and not (imported.startswith("anmin.kernel.") and imported.endswith(".declare"))
        and not (module.endswith(".views") and imported.startswith("anmin.web"))
    ]
    assert not broken, "\n".join(sorted(broken))
