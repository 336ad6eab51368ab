"""MinHash signatures of shingles, cut into buckets: similar texts meet in a bucket (locality-sensitive hashing)."""

from array import array

BANDS = 64
ROWS = 2
"""Values of a signature that two texts share where they meet in a band.

With 64 bands of 2, texts that share a fifth of their shingles meet with a probability of .93, a quarter .98 and a
hundredth .006 (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4).
"""
SEED = 1
_MIX = 0x9E3779B97F4A7C15
_SIGN = 1 << 63


def name_scheme() -> str:
    """Return what buckets are made by: those of another scheme mean nothing."""
    from rensa import RMinHash  # only where near-duplicates are looked for

    return f"R-MinHash {RMinHash.ALGORITHM_VERSION}, seed {SEED}, {BANDS} bands of {ROWS}"


def to_buckets(shingles: "array[int]") -> list[int]:
    """Return a signed number of 64 bits for each band of the signature of *shingles*; none where there are none."""
    from rensa import RMinHash

    if not shingles:
        return []
    ends = array("Q", (0, len(shingles)))
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(array("Q", shingles), ends, BANDS * ROWS, SEED)
    values = matrix.to_rows()[0]
    pairs = zip(values[::ROWS], values[1::ROWS], strict=True)
    return [_bucket(band, first, second) for band, (first, second) in enumerate(pairs, start=1)]


def _bucket(band: int, first: int, second: int) -> int:
    return (((first << 32 | second) ^ band * _MIX) & (2 * _SIGN - 1)) - _SIGN
