"""The saved queries on the site: the list of them, a page with a form for each, and the same for programs."""
