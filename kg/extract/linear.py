"""Linear models over named features: what was learned, as it is kept and used."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Multinomial logistic regression: probabilities of classes from the features that are there."""

    classes: tuple[str, ...]
    features: dict[str, int]
    """Rows of ``weights`` by the feature's name."""
    weights: npt.NDArray[np.float32]
    """One row a feature, one column a class."""
    intercept: npt.NDArray[np.float32]

    def probabilities(self, features: Iterable[str]) -> npt.NDArray[np.float32]:
        """Return the probability of each class, in [0, 1]; features that are not known count for nothing."""
        rows = [row for name in dict.fromkeys(features) if (row := self.features.get(name)) is not None]
        scores = self.intercept + self.weights[rows].sum(axis=0)
        exponents = np.exp(scores - scores.max())
        return np.asarray(exponents / exponents.sum(), dtype=np.float32)


def to_bytes(models: dict[str, LinearModel]) -> bytes:
    """Return *models* in numpy's compressed form, weights as half floats."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, model in models.items():
        arrays[f"{name}.classes"] = np.array(model.classes)
        arrays[f"{name}.features"] = np.frombuffer("\n".join(model.features).encode(), dtype=np.uint8)
        arrays[f"{name}.weights"] = model.weights.astype(np.float16)
        arrays[f"{name}.intercept"] = model.intercept
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def from_bytes(data: bytes, names: Sequence[str]) -> list[LinearModel]:
    """Return the models of these names; KeyError where one is missing."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return [
            LinearModel(
                classes=tuple(str(one) for one in arrays[f"{name}.classes"]),
                features=_to_rows(arrays[f"{name}.features"].tobytes()),
                weights=arrays[f"{name}.weights"].astype(np.float32),
                intercept=arrays[f"{name}.intercept"].astype(np.float32),
            )
            for name in names
        ]


def _to_rows(names: bytes) -> dict[str, int]:
    return {name: row for row, name in enumerate(names.decode().split("\n"))}
