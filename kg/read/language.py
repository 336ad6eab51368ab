"""In which language a text is."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from kg.errors import ReadError, SkipError

ENGLISH = "en"
LANGUAGES = (
    "am ar az be bg bn bs ca cs da de el en es et fa fi fr gu ha he hi hr hu hy id is it ja ka kk ko lt lv "
    "mk ml mn mr ms my ne nl no pa pl ps pt ro ru sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh"
)
"""Languages in which much news is written. Small ones near English (pidgins, Latin) would win short English
texts."""
LEAST_ENGLISH = 0.002
"""Probability of English below which a text is in another language.

Short English sentences full of names stay above 0.1, bare lists of foreign names above 0.01; one sentence of
another language falls below 0.001. The rest may be split between sister languages (Croatian, Bosnian), so the
first one's own probability says little.
"""
SAMPLE = 2_000
"""Characters that are looked at: more cost time and decide nothing."""


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES.split())
    return identifier


def tell_language(text: str) -> str:
    """Return the ISO 639-1 code of the likeliest language of *text*: ``en`` unless it is surely another one.

    The probabilities are scaled by length, so a short text counts as English unless it is plain.
    """
    ranking = _identifier().rank(text[:SAMPLE])
    return str(ranking[0][0]) if dict(ranking)["en"] < LEAST_ENGLISH else ENGLISH


def unwanted(language: str) -> SkipError:
    """Return the reason for passing over an article in *language*, a clause without a subject."""
    return SkipError(f"is not in English (looks like {language}): skipped")


def no_story(text: str, reason: str) -> ReadError:
    """Return *reason* as the error of a page in which no story was found; `unwanted` where *text* is not English.

    The rules of pages are made for English ones.
    """
    language = tell_language(text)
    return ReadError(reason) if language == ENGLISH else unwanted(language)
