// Turns the SPARQL page's textarea into an editor.
