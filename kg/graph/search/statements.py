"""What readers ask SQLite for. ``{kind}`` is the name of one of our own tables, never anything typed."""

COUNT_ACTORS = """
SELECT COUNT(DISTINCT iri) FROM (
  SELECT iri FROM actor_words AS w CROSS JOIN actor_link AS l ON l.id = w.rowid WHERE actor_words MATCH ? LIMIT ?)
"""
COUNT_TEXTS = "SELECT COUNT(*) FROM (SELECT 1 FROM {kind}_words WHERE {kind}_words MATCH ? LIMIT ?)"
TEXTS = """
SELECT rowid, highlight({kind}_words, 0, ?, ?), rank FROM {kind}_words WHERE {kind}_words MATCH ?
ORDER BY rank LIMIT ? OFFSET ?
"""
BEARERS = "SELECT DISTINCT iri FROM {kind}_link WHERE id = ? ORDER BY iri LIMIT ?"
IRIS = """
SELECT iri FROM (SELECT rowid AS id, rank AS score FROM {kind}_words WHERE {kind}_words MATCH :match
                 ORDER BY rank LIMIT :limit) JOIN {kind}_link USING (id) ORDER BY score, id LIMIT :limit
"""
ANY_IRIS = """
SELECT DISTINCT iri FROM {kind}_words AS w CROSS JOIN {kind}_link AS l ON l.id = w.rowid
WHERE {kind}_words MATCH :match LIMIT :limit
"""
"""In no order, and so without a look at those beyond the limit."""
CHOSEN_IRIS = """
SELECT DISTINCT iri FROM json_each(:iris) AS given CROSS JOIN {kind}_link AS l ON l.iri = given.value
WHERE EXISTS (SELECT 1 FROM {kind}_words WHERE {kind}_words MATCH :match AND rowid = l.id)
"""
ACTORS = """
SELECT iri, id, MIN(score - 10 * main - 100 * (plain >= :plain AND plain < :last) - 1000 * (plain = :plain)) AS best
FROM (SELECT rowid AS id, rank AS score FROM actor_words WHERE actor_words MATCH :match)
CROSS JOIN actor USING (id) CROSS JOIN actor_link USING (id)
GROUP BY iri ORDER BY best, length(text), iri LIMIT :limit OFFSET :offset
"""
"""Actors with their best name: exactly the one typed, else one that begins so, else the one it goes by, else any."""
MARKED = "SELECT highlight(actor_words, 0, ?, ?) FROM actor_words WHERE actor_words MATCH ? AND rowid = ?"
ALL_NAMES = "SELECT DISTINCT iri, text, main FROM actor_link JOIN actor USING (id)"
LABEL = "SELECT text FROM actor_link JOIN actor USING (id) WHERE iri = ? AND main ORDER BY language <> 'en', text"
_CHOSEN = """
SELECT iri, text FROM ({names}) JOIN actor USING (id) JOIN actor_link AS link USING (id)
ORDER BY plain <> :plain, iri GLOB '*/[A-Z][A-Z][A-Z]' DESC, main DESC,
         (SELECT COUNT(*) FROM actor_link AS other WHERE other.iri = link.iri) DESC, length(text), id
LIMIT :limit
"""
NAMES_BEGINNING = _CHOSEN.format(
    names="""
SELECT id FROM actor WHERE plain >= :plain AND plain < :last AND plain <> ''
ORDER BY length(plain), id LIMIT :looked_at"""
)
"""Names that begin as is typed: exactly that one, then those of states, as their keys look (Russia before Rusal), then
what actors go by before what they are called too, and of those the names of actors with many names."""
NAMES_WITH = _CHOSEN.format(names="SELECT rowid AS id FROM actor_words WHERE actor_words MATCH :match LIMIT :looked_at")
"""Names that have the words, the last of which may be unfinished, in the same order."""
