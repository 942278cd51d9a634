"""Those who work on many cases at once: processes of this computer, a cluster."""
