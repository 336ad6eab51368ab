import pytest

from kg.read.copies.shingles import LENGTH, MOST_WORDS, find_gaps, find_names, to_codes, to_plain, to_shingles, to_words


def shingles_of(words):
    return to_shingles(to_codes(words))


def gaps(text, other):
    found = find_gaps(shingles_of(text.split()), frozenset(shingles_of(other.split())))
    return [(gap.start, gap.stop) for gap in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Norland’s envoy,” he said", ["norland", "envoy", "he", "said"]),
        ('"Norland\'s envoy" - he SAID', ["norland", "envoy", "he", "said"]),
        ("Port_Nord — 3,000 boats", ["port", "nord", "3", "000", "boats"]),
        ("O’Neill's isn't 'Sample'", ["oneill", "isnt", "sample"]),
        ("… — !", []),
    ],
)
def test_words_are_compared_without_marks(text, words):
    assert to_words(to_plain(text)) == words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The envoy of Norland left. He met Ada Brekke’s men.", ["norland", "ada", "brekke"]),
        (
            "“We wait,” said Brekke on 5 March.\n\nTraders in Port-Nord fear 4G.",
            ["brekke", "5", "march", "port", "nord", "4g"],
        ),
        ("Norland", []),
    ],
)
def test_names_and_numbers(text, names):
    plain = to_plain(text)
    words = to_words(plain)
    assert [words[place] for place in find_names(plain)] == names


def test_no_more_words_than_the_limit():
    assert len(to_words("a b " * MOST_WORDS)) == MOST_WORDS


def test_one_shingle_for_each_run_of_words():
    words = "one two three four five six seven".split()
    shingles = shingles_of(words)
    assert len(shingles) == len(words) - LENGTH + 1 == len(set(shingles))
    assert shingles_of(words[1:]) == shingles[1:]
    assert shingles_of(words[: LENGTH - 1]).tolist() == []


def test_order_matters_within_a_shingle():
    assert shingles_of("a b c d e".split()) != shingles_of("a b c e d".split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a b c d e f g h i j", []),
        ("x y a b c d e f z", [(0, 2), (8, 9)]),
        ("a b c d e X f g h i j", [(5, 6)]),
        ("v w x y z", [(0, 5)]),
        ("a b c d", []),
        ("", []),
    ],
)
def test_gaps_are_the_words_that_the_other_lacks(text, found):
    assert gaps(text, "a b c d e f g h i j") == found
