"""The site over a graph small enough to know every event of, served on loopback."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from werkzeug.serving import make_server

from kg.graph.search import NAME, Search, SearchIndex
from kg.graph.store import Store
from kg.reference import ontology_files
from kg.settings import Settings
from tests.web.conftest import BASE, POLAND, RUSSIA, STORY, events_of_story
from web import create_app


@contextmanager
def serving_small_site(folder: Path) -> Iterator[str]:
    """Yield the address of the site, whose search index is in *folder*."""
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
        with closing(SearchIndex(folder / NAME, BASE)) as index:
            index.rebuild(store._open)
        app = create_app(Settings(), store, Search(folder / NAME))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
