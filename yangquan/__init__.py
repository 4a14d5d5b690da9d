"""The site: settings, addresses and the server's way in. The application itself is in `projects`."""
