"""Pages: inbox, counter, portal, audit, studio. Flask lives here and nowhere below."""
