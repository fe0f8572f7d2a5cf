"""Turn news articles into tables of events and figures, each row traceable to its characters."""
