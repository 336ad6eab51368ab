"""A query as programs send it."""

import ast
import shlex
import shutil
import subprocess

import pytest

from web.endpoint.snippets import GRAPH, ROWS, TRUTH, Sending

ADDRESS = "https://graph.example/sparql"
QUERIES = [
    "SELECT * {\n  ?s ?p ?o .\n}",
    """ASK { ?s ?p "it's \\"quoted\\"", '''three''' }""",
    'SELECT * { ?s ?p "ends so"',
    'SELECT ?x { ?x ?y """long""" } # `${process.exit(1)}` $(exit) \\ \u202e 😀\r\n',
]


def code(name: str, **values) -> str:
    return {snippet.name: snippet.text for snippet in Sending(ADDRESS, **values).snippets()}[name]


@pytest.mark.parametrize("query", QUERIES)
def test_curl_sends_the_very_query(query):
    words = shlex.split(code("curl", query=query, parameters=[("search", "it's & $HOME")]).replace("\\\n", ""))
    assert words[:2] == ["curl", ADDRESS]
    assert words[-1] == f"query={query}"
    assert "search=it's & $HOME" in words


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("answer", [ROWS, TRUTH, GRAPH])
def test_python_sends_the_very_query(query, answer):
    tree = ast.parse(code("Python", query=query, answer=answer, parameters=[("search", "it's")]))
    calls = {node.func.attr: node.args for node in ast.walk(tree)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}  # fmt: skip
    assert ast.literal_eval(calls["setQuery"][0]) == query
    assert [ast.literal_eval(one) for one in calls["addParameter"]] == ["search", "it's"]


@pytest.mark.parametrize("query", QUERIES)
def test_javascript_sends_the_very_query(query):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here to run JavaScript: apt-get install nodejs")
    sent = "globalThis.fetch = async (address, { body }) => { process.stdout.write(body.get('query')); return "
    stub = "{ json: async () => ({ results: {} }) }; }; console.table = () => {};"
    script = f"{sent}{stub}(async () => {{ {code('JavaScript', query=query)} }})()"
    done = subprocess.run([node, "-e", script], capture_output=True, check=True)
    assert done.stdout.decode() == query
