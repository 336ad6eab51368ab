"""Stories that saved queries are tested over, one module per graph: LISTED are its actors, STORIES its articles."""

from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, PartialDate, Status


def state(key, label):
    return Actor(key, ActorKind.STATE, label)


def report(doc, day, source, *events):
    """Return an article and what it tells; *source* may be empty, for an article of which no outlet is known."""
    url = f"https://news.example/{doc}"
    title = doc.replace("-", " ").capitalize()
    return Article(doc, "", title, PartialDate.parse(day).first_day, DateSource.METADATA, url, source), list(events)


def act(actor, action, target, day, quote="", status=Status.ACTUAL, sure=0.8):
    quote = quote or f"{actor.label} did {action} on {day}."
    mention = Mention(0, quote, actor.label, action, target.label if target else "", sure)
    return Event(actor, action, target, PartialDate.parse(day), status, (mention,))
