"""Names of places as clerks say them: a village with its township."""

from anmin.kernel.places.api import area_names, codes


def place_names(wanted: set[str]) -> dict[str, str]:
    """孔溪乡 三盘村 for a village, the plain name for all else; one query for all."""
    if not wanted:
        return {}
    towns = {code: codes.at_level(code, "town") for code in wanted if codes.level(code) == "village"}
    names = area_names(wanted | {town for town in towns.values() if town})
    return {
        code: f"{names[towns[code]]} {names[code]}" if towns.get(code) in names else names[code]
        for code in wanted
        if code in names
    }
