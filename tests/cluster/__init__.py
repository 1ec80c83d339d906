"""Editions that a Dask cluster makes are those that one machine makes, whatever becomes of it."""
