"""Our IRIs and those we reuse, as constants. A test holds this file equal to ``ontology/diplomacy.ttl``."""

DIP = "https://w3id.org/diplograph/ontology#"
CAMEO = "https://w3id.org/diplograph/cameo/"
PLOVER = "https://w3id.org/diplograph/plover/"
SHAPES = "https://w3id.org/diplograph/shapes#"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
QB = "http://purl.org/linked-data/cube#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
WIKIDATA = "http://www.wikidata.org/entity/"

CLASSES = (
    "Event", "Mention", "Article", "Run", "DataSet", "Dyad", "TermOfOffice", "Place",
    "Actor", "State", "Organisation", "Bloc", "GovernmentBody", "Person", "ArmedGroup", "Company", "Group",
    "DatePrecision", "Status", "QuadClass",
)  # fmt: skip
PROPERTIES = (
    "actor", "action", "target", "date", "endDate", "datePrecision", "month", "dyad", "actorState", "targetState",
    "status", "mention", "place",
    "article", "quote", "begin", "end", "actorText", "actionText", "targetText", "confidence",
    "doc", "title", "url", "source", "author", "published", "publishedMonth", "publishedFrom",
    "contentHash", "copyOf", "text",
    "code", "isoCode", "cowCode", "demonym", "actsFor", "belongsTo", "term", "office", "from", "until", "member",
    "quadClass", "goldstein",
    "countedActor", "countedActorState", "countedTarget", "countedTargetState", "countedDyad", "countedMonth",
    "countedClass", "eventCount", "goldsteinSum",
)  # fmt: skip
INDIVIDUALS = (
    "Day", "Month", "Year",
    "Actual", "Negated", "Hypothetical",
    "VerbalCooperation", "MaterialCooperation", "VerbalConflict", "MaterialConflict",
)  # fmt: skip
