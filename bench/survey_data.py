"""A survey of a million invented persons to time estimators on: strata, clusters, weights, 31 indicators.

Households of one to six persons lie in clusters of about 50, some 40 clusters a stratum; deprivations
go together within a household, and differ between clusters, so that the design has an effect.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 2561
PERSONS_PER_CLUSTER, CLUSTERS_PER_STRATUM = 50, 40
DIMENSIONS = {"health": 7, "living": 7, "education": 5, "income": 4, "values": 8}
INDICATORS = [f"d_{name}_{place}" for name, count in DIMENSIONS.items() for place in range(count)]


def write_survey(path: Path, persons: int) -> None:
    """Write the survey as Parquet, unless it is there."""
    if path.is_file():
        return
    random = np.random.default_rng(SEED)
    clusters = persons // PERSONS_PER_CLUSTER
    cluster = np.sort(random.integers(0, clusters, persons))
    columns = {
        "weight": np.round(random.gamma(4, 0.25, persons), 3),
        "psu": cluster.astype(np.int64),
        "strata": (cluster // CLUSTERS_PER_STRATUM).astype(np.int64),
        "area": (cluster % 2).astype(np.int64),
    }
    place = random.normal(0, 0.6, clusters)[cluster]
    household = np.repeat(random.normal(0, 0.8, persons), 3)[:persons]
    for number, name in enumerate(INDICATORS):
        level = -1.6 - 0.05 * number
        chance = 1 / (1 + np.exp(-(level + place + household)))
        columns[name] = (random.random(persons) < chance).astype(np.int8)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    pq.write_table(pa.table(columns), part)
    part.rename(path)


def measure_toml() -> str:
    """The measure on its columns: five dimensions that weigh the same, a cutoff of a third."""
    parts = ['id = "bench"', 'kind = "alkire_foster"', 'cutoff = ["1/3"]', 'unknown = "drop_household"']
    for name in DIMENSIONS:
        parts += ["[[dimension]]", f'id = "{name}"']
        for indicator in (each for each in INDICATORS if each.startswith(f"d_{name}_")):
            parts += ["[[dimension.indicator]]", f'column = "{indicator}"']
    return "\n".join(parts) + "\n"
