"""Runs inside OpenFisca's own environment: reads commands line by line, answers each with a line of JSON.

`run` builds a simulation of everybody and calculates what is asked; `one` does the same for a single household with
OpenFisca's trace; `result FILE` writes the last result.
"""

import json
import sys
import time
from pathlib import Path

PERIOD = "2026-10"


def main(folder: Path) -> None:
    """Answer until the other end closes."""
    sys.path.insert(0, str(folder))
    import country
    import numpy as np
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

    feed = json.loads((folder / "feed.json").read_text())
    country.T.update({name: np.array(values) for name, values in feed["amounts"].items()})
    system = TaxBenefitSystem([country.Person, country.Household])
    system.add_variables(*country.VARIABLES)
    arrays = {path.stem: np.load(path) for path in folder.glob("*.*.npy")}
    of, last = np.load(folder / "of.npy"), {}
    for line in sys.stdin:
        what, _, name = line.strip().partition(" ")
        told = {"ok": True}
        if what in ("run", "one"):
            start, cpu = time.perf_counter(), time.process_time()
            last = _calculate(system, arrays, of, feed, trace=what == "one")
            told = {"s": time.perf_counter() - start, "cpu": time.process_time() - cpu}
        elif what == "result":
            np.savez(name, **last)
        print(json.dumps(told), flush=True)  # noqa: T201


def _calculate(system, arrays, of, feed, trace):
    import numpy as np
    from openfisca_core.simulations import SimulationBuilder

    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(len(of)))
    households = builder.declare_entity("household", np.arange(feed["households"]))
    builder.join_with_persons(households, of, np.zeros(len(of), dtype=int))
    simulation = builder.build(system)
    simulation.trace = trace
    for name, values in arrays.items():
        simulation.set_input(name.partition(".")[2], PERIOD, values)
    return {name: simulation.calculate(name, PERIOD) for name in feed["keep"]}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
