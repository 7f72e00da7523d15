"""Village names as rosters write them, resolved against the divisions of the county."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from anmin.kernel.places.codes import level, parent

_TAILS = re.compile(r"(社区居民委员会|居民委员会|村民委员会|社区居委会|村委会|居委会|行政村|社区|村)$")
_TOWN_TAILS = re.compile(r"(街道办事处|民族乡|人民政府|办事处|街道|镇|乡)$")
_JUNK = re.compile(r"[\s()（）·,，、/\-]+")


@dataclass(frozen=True)
class Place:
    """A town or village: 12-digit code, the names it is known by, and whether its standard is urban or rural."""

    code: str
    names: tuple[str, ...]
    urban_rural: str = ""


@dataclass(frozen=True)
class Answer:
    """What a pair of town and village means: a place, or what is wrong and what to do."""

    place: Place | None
    what: str = ""
    todo: str = ""


@dataclass
class Gazetteer:
    """Looks up places by written name; each distinct pair is resolved once."""

    places: Sequence[Place]
    _known: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_code = {place.code: place for place in self.places}
        self._towns, self._villages = {}, {}
        for place in self.places:
            index, short = (self._villages, _village) if level(place.code) == "village" else (self._towns, _town)
            for name in place.names:
                for key in {_clean(name), short(name)}:
                    index.setdefault(key, {})[place.code] = place

    def find(self, town: str | None, village: str | None) -> Answer:
        """The place of a row. A twelve-digit code is taken as it is."""
        key = (town or "", village or "")
        if key not in self._known:
            self._known[key] = self._resolve(*key)
        return self._known[key]

    def _resolve(self, town: str, village: str) -> Answer:
        if not village:
            return Answer(None, "缺少村（社区）", "请补填村或社区名称")
        if village in self._by_code:
            return Answer(self._by_code[village])
        town_codes = set(self._towns.get(_clean(town), {}) or self._towns.get(_town(town), {})) if town else set()
        if town and not town_codes:
            close = difflib.get_close_matches(_town(town), self._towns, n=1, cutoff=0.5)
            hint = f"，疑为“{next(iter(self._towns[close[0]].values())).names[0]}”" if close else ""
            return Answer(None, f"本县没有名为“{town}”的乡镇（街道）{hint}", "请按区划名称改正")
        found = self._among(_clean(village), town_codes) or self._among(_village(village), town_codes)
        found = found or self._within_a_longer_name(village, town_codes)
        if len(found) == 1:
            return Answer(found[0])
        if found:
            towns = "、".join(self._town_name(place) for place in found)
            return Answer(None, f"有 {len(found)} 个“{village}”（{towns}）", "请补填乡镇（街道）")
        return self._unknown(village, town_codes)

    def _among(self, key: str, town_codes: set[str]) -> list[Place]:
        found = list(self._villages.get(key, {}).values())
        return [place for place in found if not town_codes or parent(place.code) in town_codes]

    def _within_a_longer_name(self, village: str, town_codes: set[str]) -> list[Place]:
        """孔溪镇三盘村 in one cell: the town's name stands before the village's."""
        for towns in self._towns.values():
            for town in towns.values():
                for name in town.names:
                    if _clean(village).startswith(_clean(name)) and (not town_codes or town.code in town_codes):
                        rest = _clean(village)[len(_clean(name)) :]
                        found = self._among(rest, {town.code}) or self._among(_village(rest), {town.code})
                        if found:
                            return found
        return []

    def _unknown(self, village: str, town_codes: set[str]) -> Answer:
        keys = [key for key in self._villages if self._among(key, town_codes)]
        close = difflib.get_close_matches(_village(village), keys, n=1, cutoff=0.5)
        hint = f"，疑为“{self._among(close[0], town_codes)[0].names[0]}”" if close else ""
        return Answer(None, f"没有名为“{village}”的村（社区）{hint}", "请按区划名称改正")

    def _town_name(self, place: Place) -> str:
        town = self._by_code.get(parent(place.code) or "")
        return town.names[0] if town else parent(place.code) or place.code


def _clean(name: str) -> str:
    return _JUNK.sub("", name)


def _village(name: str) -> str:
    return _TAILS.sub("", _clean(name)) or _clean(name)


def _town(name: str) -> str:
    return _TOWN_TAILS.sub("", _clean(name)) or _clean(name)
