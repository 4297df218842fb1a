"""What stands between the network and the pages: `guard` puts all of it around an app."""

from ui.middleware.guard import guard

__all__ = ["guard"]
