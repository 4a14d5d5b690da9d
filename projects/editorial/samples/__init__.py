"""Invented records, decided by a seed alone: plain data, which knows neither database nor day."""
