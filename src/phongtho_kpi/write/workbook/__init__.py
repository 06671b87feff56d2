"""Workbooks for people: tables, tiles and charts."""
