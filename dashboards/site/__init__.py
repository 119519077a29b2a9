"""How pages are served: from an address to an answer, as HTML, as the tree Dash draws, as a file or on paper."""
